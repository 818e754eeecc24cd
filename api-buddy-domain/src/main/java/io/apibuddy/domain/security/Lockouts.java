package io.apibuddy.domain.security;

import java.net.InetAddress;

/**
 * Keeps addresses away that showed wrong keys: after {@value #MOST_FAILURES} in a row every try is
 * refused unread until the lockout is over. Times are a ticker's nanoseconds. Safe for concurrent
 * use: however many tries come at one time, no more of them than that are told that they failed.
 */
public final class Lockouts {

  /** How many wrong keys an address may show. */
  static final int MOST_FAILURES = 5;

  private static final int MOST_ADDRESSES = 4_096;

  private final AddressTable<Attempts> attempts = new AddressTable<>(MOST_ADDRESSES, Attempts::new);

  /** Nobody is locked out. */
  public Lockouts() {}

  /** Returns whether nothing at all is held against an address; takes no lock. */
  public boolean isClear(InetAddress client) {
    Attempts known = attempts.find(client);
    return known == null || known.clear;
  }

  /** Returns how long an address remains locked out, 0 if it is not. */
  public long remaining(InetAddress client, long now, long lockout) {
    Attempts known = attempts.find(client);
    return known == null ? 0 : known.remaining(now, lockout);
  }

  /**
   * Takes note of a wrong key, unless the address is locked out.
   *
   * @return how long it remains so, 0 if it was not: the one who tried may be told the outcome
   */
  public long failed(InetAddress client, long now, long lockout) {
    return attempts.at(client).failed(now, lockout);
  }

  /**
   * Forgets the failures of an address that showed the right key, unless it is locked out.
   *
   * @return how long it remains so, 0 if it was not
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
      return failures < MOST_FAILURES ? 0 : Math.max(0, lockout - (now - lastFailure));
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
