package io.apibuddy.ports.store;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Keeps counts by the minute, never a row for each exchange. Safe for concurrent use. */
public interface MetricsJournal {

  /** Adds the counts of each row to what its minute, domain, method, outcome and class have. */
  void append(Collection<MetricsRow> batch);

  /**
   * Returns the rows of the minutes from {@code from} (inclusive) to {@code to} (exclusive), in the
   * order of their minutes.
   */
  List<MetricsRow> summarize(Instant from, Instant to);

  /** Removes the rows of minutes before {@code before}; returns how many. */
  long removeBefore(Instant before);
}
