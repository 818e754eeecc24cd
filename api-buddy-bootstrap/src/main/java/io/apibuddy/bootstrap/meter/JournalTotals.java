package io.apibuddy.bootstrap.meter;

import io.apibuddy.ports.store.MetricsJournal;
import io.apibuddy.ports.store.MetricsRow;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * The exchanges of one alias in the store's journal. Immutable.
 *
 * @param totalRequests the number of exchanges
 * @param cacheHits exchanges answered from the store
 * @param cacheMisses exchanges answered by the upstream
 * @param savedRequests exchanges that needed no upstream call of their own
 */
public record JournalTotals(
    long totalRequests, long cacheHits, long cacheMisses, long savedRequests) {

  /** No exchanges. */
  public static final JournalTotals NONE = new JournalTotals(0, 0, 0, 0);

  /**
   * Returns the totals by alias of all exchanges up to {@code now}; an alias without exchanges is
   * absent.
   *
   * @throws io.apibuddy.ports.store.StoreException if the journal cannot be read
   */
  public static Map<String, JournalTotals> byAlias(MetricsJournal journal, Instant now) {
    Map<String, JournalTotals> totals = new TreeMap<>();
    for (MetricsRow row : journal.summarize(Instant.EPOCH, now.plus(Duration.ofMinutes(1)))) {
      if (!row.domain().equals(MetricsRow.NO_DOMAIN)) {
        totals.merge(row.domain(), of(row), JournalTotals::plus);
      }
    }
    return totals;
  }

  private static JournalTotals of(MetricsRow row) {
    return new JournalTotals(
        row.count(),
        AliasMeter.isHit(row.outcome()) ? row.count() : 0,
        AliasMeter.isMiss(row.outcome()) ? row.count() : 0,
        AliasMeter.isSaved(row.outcome()) ? row.count() : 0);
  }

  private JournalTotals plus(JournalTotals other) {
    return new JournalTotals(
        totalRequests + other.totalRequests,
        cacheHits + other.cacheHits,
        cacheMisses + other.cacheMisses,
        savedRequests + other.savedRequests);
  }
}
