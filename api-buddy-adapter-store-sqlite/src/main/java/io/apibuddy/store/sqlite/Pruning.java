package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.PruneLimits;
import io.apibuddy.ports.store.PruneResult;
import io.apibuddy.ports.store.local.Millis;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** One step of pruning: what is expired, then the least recently used, never a recording. */
final class Pruning implements Query<PruneResult> {
  /** The index has to be named: the engine would look at every row that is not pinned. */
  static final String EXPIRED =
      "SELECT id, kept FROM cache_entries INDEXED BY cache_entries_by_discard"
          + " WHERE discard_at <= ? AND pinned = 0 ORDER BY discard_at LIMIT ?";

  static final String LEAST_RECENTLY_USED =
      "SELECT id, kept FROM cache_entries WHERE pinned = 0 ORDER BY last_accessed, id LIMIT ?";

  static final String DELETE = "DELETE FROM cache_entries WHERE id IN " + Rows.LISTED;

  private final Totals totals;
  private final PruneLimits limits;
  private volatile List<Long> removed = List.of();

  Pruning(Totals totals, PruneLimits limits) {
    this.totals = totals;
    this.limits = limits;
  }

  /** Returns the numbers of the entries that the last run removed. */
  List<Long> removed() {
    return removed;
  }

  @Override
  public PruneResult run(Statements statements) throws SQLException {
    int most = limits.maxRemovals();
    List<Long> expired = expire(statements, most);
    List<Long> evicted = evict(statements, most - expired.size());
    List<Long> all = new ArrayList<>(expired);
    all.addAll(evicted);
    removed = all;
    boolean more = all.size() == most && anyLeft(statements);
    return new PruneResult(expired.size(), evicted.size(), more);
  }

  private List<Long> expire(Statements statements, int most) throws SQLException {
    List<Long> expired = new ArrayList<>();
    try (ResultSet rows = expired(statements, most)) {
      while (rows.next()) {
        expired.add(take(rows));
      }
    }
    delete(statements, expired); // before anything is counted or found to be the least used
    return expired;
  }

  private List<Long> evict(Statements statements, int most) throws SQLException {
    List<Long> evicted = new ArrayList<>();
    if (exceeded(statements)) {
      try (ResultSet rows = leastRecentlyUsed(statements, most)) {
        while (exceeded(statements) && rows.next()) {
          evicted.add(take(rows));
        }
      }
    }
    delete(statements, evicted);
    return evicted;
  }

  private boolean anyLeft(Statements statements) throws SQLException {
    try (ResultSet rows = expired(statements, 1)) {
      if (rows.next()) {
        return true;
      }
    }
    if (!exceeded(statements)) {
      return false;
    }
    try (ResultSet rows = leastRecentlyUsed(statements, 1)) {
      return rows.next();
    }
  }

  private ResultSet expired(Statements statements, int most) throws SQLException {
    PreparedStatement select = statements.prepare(EXPIRED);
    select.setLong(1, Millis.of(limits.now()));
    select.setInt(2, most);
    return select.executeQuery();
  }

  private static ResultSet leastRecentlyUsed(Statements statements, int most) throws SQLException {
    PreparedStatement select = statements.prepare(LEAST_RECENTLY_USED);
    select.setInt(1, most);
    return select.executeQuery();
  }

  private boolean exceeded(Statements statements) throws SQLException {
    return totals.exceed(statements, limits.maxEntries(), limits.maxBytes());
  }

  /** Returns the number of an entry that is about to be deleted and counts it out. */
  private long take(ResultSet row) throws SQLException {
    totals.removed(row.getLong(2));
    return row.getLong(1);
  }

  private static void delete(Statements statements, List<Long> entries) throws SQLException {
    if (!entries.isEmpty()) {
      PreparedStatement delete = statements.prepare(DELETE);
      delete.setString(1, Rows.list(entries));
      delete.executeUpdate();
    }
  }
}
