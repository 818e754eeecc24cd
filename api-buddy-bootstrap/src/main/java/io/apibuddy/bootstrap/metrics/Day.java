package io.apibuddy.bootstrap.metrics;

import java.time.LocalDate;
import java.util.Objects;

/**
 * The exchanges of all aliases on one day, restarts of the proxy included.
 *
 * @param date the day, in UTC
 * @param totalRequests how many
 * @param cacheHits how many were answered from the store
 * @param savedRequests how many needed no upstream call of their own
 */
public record Day(LocalDate date, long totalRequests, long cacheHits, long savedRequests) {

  /** Refuses null. */
  public Day {
    Objects.requireNonNull(date, "date");
  }

  /** Returns a day without exchanges. */
  public static Day empty(LocalDate date) {
    return new Day(date, 0, 0, 0);
  }

  /** Returns the same day with {@code count} more exchanges of one kind. */
  public Day plus(long count, boolean hit, boolean spared) {
    return new Day(
        date,
        totalRequests + count,
        cacheHits + (hit ? count : 0),
        savedRequests + (spared ? count : 0));
  }
}
