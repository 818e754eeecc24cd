package io.apibuddy.domain.security;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Limits how often one address may use the admin resources, by exact sliding windows of a minute.
 * Times are in nanoseconds of a ticker. Safe for concurrent use.
 */
public final class AdminRateLimit {

  private static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private static final int READS_PER_CHANGE = 10;
  private static final int MAX_ADDRESSES = 1_024;

  private final AddressTable<Window> changes = new AddressTable<>(MAX_ADDRESSES, Window::new);
  private final AddressTable<Window> reads = new AddressTable<>(MAX_ADDRESSES, Window::new);
  private final AddressTable<Window> refusals = new AddressTable<>(MAX_ADDRESSES, Window::new);

  /** Creates a limiter that has counted nothing yet. */
  public AdminRateLimit() {}

  /**
   * Tries to admit a request that changes something, or that failed.
   *
   * @return 0 if the request may pass, otherwise how long to wait for the next one, in nanoseconds
   */
  public long change(InetAddress client, int perMinute, long now) {
    return changes.at(client).take(perMinute, now);
  }

  /**
   * Tries to admit a request that only reads.
   *
   * @return 0 if the request may pass, otherwise how long to wait for the next one, in nanoseconds
   */
  public long read(InetAddress client, int perMinute, long now) {
    return reads.at(client).take((long) perMinute * READS_PER_CHANGE, now);
  }

  /**
   * Tries to admit a request that is to be refused because it does not show the required key. Such
   * requests use up nothing of what the key's holder may do from the same address.
   *
   * @return 0 if the request may be refused for that, otherwise how long to wait for the next one,
   *     in nanoseconds
   */
  public long refusal(InetAddress client, int perMinute, long now) {
    return refusals.at(client).take(perMinute, now);
  }

  /** The requests of one address within the last minute. */
  private static final class Window {
    private final Deque<Long> passed = new ArrayDeque<>();

    synchronized long take(long limit, long now) {
      while (!passed.isEmpty() && now - passed.getFirst() >= MINUTE) {
        passed.removeFirst();
      }
      if (passed.size() < limit) {
        passed.addLast(now);
        return 0;
      }
      Iterator<Long> times = passed.iterator();
      for (long surplus = passed.size() - limit; surplus > 0; surplus--) {
        times.next(); // counted while the limit was higher
      }
      return MINUTE - (now - times.next());
    }
  }
}
