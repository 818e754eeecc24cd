package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.StoreStats;
import io.apibuddy.ports.store.local.KeyDigest;
import io.apibuddy.ports.store.local.Millis;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts the visible entries in the tables; row by row while removals are pending. Safe for
 * concurrent use.
 */
final class EntryCounts {
  private static final String BY_DOMAIN =
      "SELECT domain, count(*), sum(length), sum(kept), sum(discard_at <= ? AND pinned = 0),"
          + " min(created_at), max(created_at)"
          + " FROM cache_entries GROUP BY domain";

  private static final int FIRST_REMOVALS_COLUMN = 8;

  /** The same for each row, with the columns that tell whether it is hidden. */
  private static final String EACH =
      "SELECT domain, 1, length, kept, discard_at <= ? AND pinned = 0,"
          + " created_at, created_at, "
          + Removals.COLUMNS
          + " FROM cache_entries";

  private final Readers readers;
  private final Overlay overlay;

  EntryCounts(Readers readers, Overlay overlay) {
    this.readers = readers;
    this.overlay = overlay;
  }

  /** Returns the statistics of each domain. */
  Map<String, StoreStats> stats(Instant now) {
    Removals removals = overlay.removals();
    return readers.call(
        statements -> {
          Map<String, StoreStats> stats = new TreeMap<>();
          PreparedStatement select = statements.prepare(removals.isEmpty() ? BY_DOMAIN : EACH);
          select.setLong(1, Millis.of(now));
          try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
              @Nullable String domain = rows.getString(1); // null if the row is damaged
              if (domain != null && !removals.hide(rows, FIRST_REMOVALS_COLUMN)) {
                stats.merge(domain, stats(rows), StoreStats::plus);
              }
            }
          }
          return stats;
        });
  }

  private static StoreStats stats(ResultSet row) throws SQLException {
    return new StoreStats(
        row.getLong(2),
        row.getLong(3),
        row.getLong(4),
        row.getLong(5),
        Instant.ofEpochMilli(row.getLong(6)),
        Instant.ofEpochMilli(row.getLong(7)));
  }

  /**
   * Returns how many visible entries a removal has hidden. To be called before it reaches the
   * tables.
   */
  long removed(Overlay.StartedRemoval begun) {
    Set<List<Object>> pending = new HashSet<>();
    for (EntryRow row : begun.pending()) {
      pending.add(List.of(row.key(), row.response().variant()));
    }
    Removals before = begun.before();
    boolean all = pending.isEmpty() && before.isEmpty();
    SqlCondition condition = begun.removal().condition();
    return readers.call(
        statements -> {
          PreparedStatement select =
              statements.prepare(
                  "SELECT "
                      + (all ? "count(*)" : "cache_key, variant, " + Removals.COLUMNS)
                      + " FROM cache_entries WHERE "
                      + condition.sql());
          condition.bind(select, 1);
          if (all) {
            return Rows.number(select);
          }
          long count = begun.pending().size();
          try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
              byte @Nullable [] key = rows.getBytes(1);
              @Nullable String variant = rows.getString(2);
              if (key != null && variant != null) { // otherwise the row is damaged
                boolean replaced = pending.contains(List.of(KeyDigest.restored(key), variant));
                count += replaced || before.hide(rows, 3) ? 0 : 1;
              }
            }
          }
          return count;
        });
  }
}
