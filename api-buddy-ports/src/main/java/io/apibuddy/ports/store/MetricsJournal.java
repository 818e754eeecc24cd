package io.apibuddy.ports.store;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * Keeps counts of exchanges, aggregated by the minute. There is never a row for each exchange. Safe
 * for concurrent use.
 */
public interface MetricsJournal {

  /**
   * Adds the counts of each row to those stored for the same minute, domain, method, outcome and
   * status class.
   */
  void append(Collection<MetricsRow> batch);

  /**
   * Returns the rows of the minutes from {@code from} (inclusive) to {@code to} (exclusive),
   * ordered by minute.
   */
  List<MetricsRow> summarize(Instant from, Instant to);

  /** Removes the rows of minutes before {@code before} and returns their number. */
  long removeBefore(Instant before);
}
