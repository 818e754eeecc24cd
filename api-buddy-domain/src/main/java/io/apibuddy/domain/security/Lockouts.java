package io.apibuddy.domain.security;

import java.net.InetAddress;

/**
 * Locks out addresses that show wrong keys. After {@value #MAX_FAILURES} wrong keys in a row, every
 * further attempt is refused, whatever key it shows, until the lockout is over. Times are in
 * nanoseconds of a ticker. Safe for concurrent use: of any number of simultaneous attempts, no more
 * than that learn that their key is wrong.
 */
public final class Lockouts {

  /** The number of wrong keys in a row after which an address is locked out. */
  static final int MAX_FAILURES = 5;

  private static final int MAX_ADDRESSES = 4_096;

  private final AddressTable<Attempts> attempts = new AddressTable<>(MAX_ADDRESSES, Attempts::new);

  /** Creates a table in which no address is locked out. */
  public Lockouts() {}

  /** Returns whether no failure is recorded for an address. Takes no lock. */
  public boolean isClear(InetAddress client) {
    Attempts known = attempts.find(client);
    return known == null || known.clear;
  }

  /** Returns how long an address remains locked out, in nanoseconds; 0 if it is not. */
  public long remaining(InetAddress client, long now, long lockout) {
    Attempts known = attempts.find(client);
    return known == null ? 0 : known.remaining(now, lockout);
  }

  /**
   * Records a wrong key, unless the address is locked out.
   *
   * @return how long the address remains locked out, in nanoseconds; 0 if it was not before this
   *     attempt, so that the client may learn that its key is wrong
   */
  public long failed(InetAddress client, long now, long lockout) {
    return attempts.at(client).failed(now, lockout);
  }

  /**
   * Forgets the failures of an address that showed the right key, unless it is locked out.
   *
   * @return how long the address remains locked out, in nanoseconds; 0 if it is not
   */
  public long succeeded(InetAddress client, long now, long lockout) {
    Attempts known = attempts.find(client);
    return known == null ? 0 : known.succeeded(now, lockout);
  }

  int addresses() {
    return attempts.size();
  }

  /** The failures of one address. */
  private static final class Attempts {
    private int failures;
    private long lastFailure;
    private volatile boolean clear = true;

    synchronized long remaining(long now, long lockout) {
      return failures < MAX_FAILURES ? 0 : Math.max(0, lockout - (now - lastFailure));
    }

    synchronized long failed(long now, long lockout) {
      long remaining = remaining(now, lockout);
      if (remaining == 0) {
        boolean longAgo = now - lastFailure >= lockout;
        failures = clear || longAgo ? 1 : failures + 1;
        lastFailure = now;
        clear = false;
      }
      return remaining;
    }

    synchronized long succeeded(long now, long lockout) {
      long remaining = remaining(now, lockout);
      if (remaining == 0) {
        failures = 0;
        clear = true;
      }
      return remaining;
    }
  }
}
