package io.apibuddy.bootstrap.metrics;

import java.time.LocalDate;
import java.util.Objects;

/**
 * The exchanges of all aliases on one day, including those before a restart of the proxy.
 * Immutable.
 *
 * @param date the day in UTC
 * @param totalRequests the number of exchanges
 * @param cacheHits exchanges answered from the store
 * @param savedRequests exchanges that needed no upstream call of their own
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

  /**
   * Returns this day with {@code count} more exchanges of one kind.
   *
   * @param count the number of exchanges to add
   * @param hit whether they were answered from the store
   * @param saved whether they needed no upstream call of their own
   */
  public Day plus(long count, boolean hit, boolean saved) {
    return new Day(
        date,
        totalRequests + count,
        cacheHits + (hit ? count : 0),
        savedRequests + (saved ? count : 0));
  }
}
