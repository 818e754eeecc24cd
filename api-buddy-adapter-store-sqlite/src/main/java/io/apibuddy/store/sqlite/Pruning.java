package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.PruneLimits;
import io.apibuddy.ports.store.PruneResult;
import io.apibuddy.ports.store.local.Millis;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** One pruning step: expired entries first, then the least recently used, never a recording. */
final class Pruning implements Query<PruneResult> {
  /** The index is named because the engine would otherwise read every row that is not pinned. */
  static final String EXPIRED =
      "SELECT id FROM cache_entries INDEXED BY cache_entries_by_discard"
          + " WHERE discard_at <= ? AND pinned = 0 ORDER BY discard_at LIMIT ?";

  static final String LEAST_RECENTLY_USED =
      "SELECT id, kept FROM cache_entries WHERE pinned = 0 ORDER BY last_accessed, id LIMIT ?";

  static final String DELETE =
      "DELETE FROM cache_entries WHERE id IN " + Rows.LISTED + " RETURNING id, kept";

  private final Totals totals;
  private final UndeletableEntries undeletable;
  private final PruneLimits limits;
  private volatile List<Long> chosen = List.of();
  private volatile List<Long> removed = List.of();

  /** Creates a step that skips {@code undeletable} entries. */
  Pruning(Totals totals, UndeletableEntries undeletable, PruneLimits limits) {
    this.totals = totals;
    this.undeletable = undeletable;
    this.limits = limits;
  }

  /** Returns the numbers of the entries that the last run removed. */
  List<Long> removed() {
    return removed;
  }

  /** Returns the entries of the latest deletion in the last run, even if that deletion failed. */
  List<Long> chosen() {
    return chosen;
  }

  @Override
  public PruneResult run(Statements statements) throws SQLException {
    chosen = List.of();
    int limit = limits.maxRemovals();
    List<Long> expired = delete(statements, expired(statements, limit)); // first: less to evict
    List<Long> evicted = delete(statements, leastRecentlyUsed(statements, limit - expired.size()));
    List<Long> all = new ArrayList<>(expired);
    all.addAll(evicted);
    removed = all;
    boolean more = all.size() == limit && anyLeft(statements);
    return new PruneResult(expired.size(), evicted.size(), more);
  }

  private boolean anyLeft(Statements statements) throws SQLException {
    return !expired(statements, 1).isEmpty() || !leastRecentlyUsed(statements, 1).isEmpty();
  }

  private List<Long> expired(Statements statements, int limit) throws SQLException {
    PreparedStatement select = statements.prepare(EXPIRED);
    select.setLong(1, Millis.of(limits.now()));
    select.setLong(2, undeletable.limitFor(limit));
    List<Long> expired = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (expired.size() < limit && rows.next()) {
        choose(rows, expired);
      }
    }
    return expired;
  }

  /** Returns the entries to evict so that the bounds hold. */
  private List<Long> leastRecentlyUsed(Statements statements, int limit) throws SQLException {
    List<Long> chosen = new ArrayList<>();
    long bytes = 0;
    if (!exceeded(statements, 0, 0)) {
      return chosen;
    }
    PreparedStatement select = statements.prepare(LEAST_RECENTLY_USED);
    select.setLong(1, undeletable.limitFor(limit));
    try (ResultSet rows = select.executeQuery()) {
      while (chosen.size() < limit && exceeded(statements, chosen.size(), bytes) && rows.next()) {
        bytes += choose(rows, chosen) ? rows.getLong(2) : 0;
      }
    }
    return chosen;
  }

  private boolean choose(ResultSet row, List<Long> chosen) throws SQLException {
    long entry = row.getLong(1);
    return !undeletable.contains(entry) && chosen.add(entry);
  }

  /** Returns whether the bounds are exceeded even without that many entries and bytes. */
  private boolean exceeded(Statements statements, long entries, long bytes) throws SQLException {
    return totals.exceedWithout(statements, entries, bytes, limits.maxEntries(), limits.maxBytes());
  }

  private List<Long> delete(Statements statements, List<Long> entries) throws SQLException {
    if (entries.isEmpty()) {
      return entries;
    }
    chosen = entries;
    PreparedStatement delete = statements.prepare(DELETE);
    delete.setString(1, Rows.list(entries));
    return totals.delete(delete);
  }
}
