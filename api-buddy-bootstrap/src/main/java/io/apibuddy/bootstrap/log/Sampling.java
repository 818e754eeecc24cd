package io.apibuddy.bootstrap.log;

import io.apibuddy.ports.time.Ticker;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Limits repeated messages: lets a few of each kind pass in a minute and counts those that it holds
 * back. Safe for concurrent use.
 */
final class Sampling {
  private static final long INTERVAL = Duration.ofMinutes(1).toNanos();

  private final int maxPerMinute;
  private final Ticker ticker;
  private final Map<String, Count> counts = new HashMap<>(); // guarded by this

  private static final class Count {
    private final long since;
    private long passed;
    private long suppressed;

    Count(long since) {
      this.since = since;
    }
  }

  /** Lets {@code maxPerMinute} messages of a kind pass in a minute. */
  Sampling(int maxPerMinute, Ticker ticker) {
    this.maxPerMinute = maxPerMinute;
    this.ticker = ticker;
  }

  /** Returns whether the next message of a kind may pass. */
  boolean admits(String kind) {
    return pass(kind) >= 0;
  }

  /**
   * Counts the next message of a kind.
   *
   * @return -1 to hold the message back; otherwise how many of the kind were held back in its last
   *     minute and not yet taken
   */
  synchronized long pass(String kind) {
    long now = ticker.nanos();
    Count before = counts.get(kind);
    long suppressed = 0;
    if (before == null || now - before.since >= INTERVAL) {
      suppressed = before == null ? 0 : before.suppressed;
      counts.values().removeIf(count -> now - count.since >= INTERVAL && count.suppressed == 0);
      before = new Count(now);
      counts.put(kind, before);
    }
    if (before.passed < maxPerMinute) {
      before.passed++;
      return suppressed;
    }
    before.suppressed++;
    return -1;
  }

  /**
   * Removes and returns the numbers of messages held back, by kind, in minutes that have ended;
   * often none.
   */
  Map<String, Long> takeEnded() {
    long now = ticker.nanos();
    return take(count -> now - count.since >= INTERVAL);
  }

  /**
   * Removes and returns the numbers of messages held back, by kind, including those of minutes that
   * have not ended.
   */
  Map<String, Long> takeAll() {
    return take(count -> true);
  }

  private synchronized Map<String, Long> take(Predicate<Count> which) {
    Map<String, Long> suppressed = new TreeMap<>();
    counts.forEach(
        (kind, count) -> {
          if (count.suppressed > 0 && which.test(count)) {
            suppressed.put(kind, count.suppressed);
          }
        });
    counts.values().removeIf(which);
    return suppressed;
  }
}
