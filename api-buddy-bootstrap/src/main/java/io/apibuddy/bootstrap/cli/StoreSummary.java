package io.apibuddy.bootstrap.cli;

import io.apibuddy.bootstrap.meter.JournalTotals;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StoreStats;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The stored responses and the past exchanges that a store knows.
 *
 * @param domains the numbers by alias, for each alias that has stored responses or past exchanges
 */
record StoreSummary(Map<String, AliasSummary> domains) {
  /**
   * The numbers of one alias, or of all.
   *
   * @param entries the number of stored responses
   * @param bytes the size of their contents before compression
   * @param expired how many responses may no longer be used, not even stale
   * @param totalRequests the number of exchanges that the journal still holds
   * @param cacheHits how many exchanges were answered from the store
   * @param cacheMisses how many exchanges were answered by the upstream
   * @param savedRequests how many exchanges needed no upstream call of their own
   */
  record AliasSummary(
      long entries,
      long bytes,
      long expired,
      long totalRequests,
      long cacheHits,
      long cacheMisses,
      long savedRequests) {

    private static AliasSummary of(StoreStats stored, JournalTotals past) {
      return new AliasSummary(
          stored.entries(),
          stored.bytes(),
          stored.expired(),
          past.totalRequests(),
          past.cacheHits(),
          past.cacheMisses(),
          past.savedRequests());
    }

    private AliasSummary plus(AliasSummary other) {
      return new AliasSummary(
          entries + other.entries,
          bytes + other.bytes,
          expired + other.expired,
          totalRequests + other.totalRequests,
          cacheHits + other.cacheHits,
          cacheMisses + other.cacheMisses,
          savedRequests + other.savedRequests);
    }
  }

  /** Reads the summary of a store. */
  static StoreSummary of(Storage storage, Instant now) {
    Map<String, StoreStats> stored = storage.responses().stats(now);
    Map<String, JournalTotals> past = JournalTotals.byAlias(storage.metrics(), now);
    Set<String> aliases = new TreeSet<>(stored.keySet());
    aliases.addAll(past.keySet());
    Map<String, AliasSummary> domains = new TreeMap<>();
    for (String alias : aliases) {
      domains.put(
          alias,
          AliasSummary.of(
              stored.getOrDefault(alias, StoreStats.NONE),
              past.getOrDefault(alias, JournalTotals.NONE)));
    }
    return new StoreSummary(domains);
  }

  /** Returns a table for people. */
  @Override
  public String toString() {
    TextTable table =
        new TextTable(
            "alias", "stored", "bytes", "expired", "requests", "hits", "hit rate", "calls saved");
    domains.forEach((alias, summary) -> row(table, alias, summary));
    AliasSummary none = AliasSummary.of(StoreStats.NONE, JournalTotals.NONE);
    row(table, "all", domains.values().stream().reduce(none, AliasSummary::plus));
    return table.toString();
  }

  private static void row(TextTable table, String alias, AliasSummary summary) {
    long lookups = summary.cacheHits() + summary.cacheMisses();
    double rate = lookups == 0 ? 0 : 100.0 * summary.cacheHits() / lookups;
    table.row(
        alias,
        Long.toString(summary.entries()),
        Long.toString(summary.bytes()),
        Long.toString(summary.expired()),
        Long.toString(summary.totalRequests()),
        Long.toString(summary.cacheHits()),
        String.format(Locale.ROOT, "%.1f %%", rate),
        Long.toString(summary.savedRequests()));
  }
}
