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
      "SELECT id FROM cache_entries INDEXED BY cache_entries_by_discard"
          + " WHERE discard_at <= ? AND pinned = 0 ORDER BY discard_at LIMIT ?";

  static final String TOTALS = "SELECT count(*), coalesce(sum(kept), 0) FROM cache_entries";
  static final String LEAST_RECENTLY_USED =
      "SELECT id, kept FROM cache_entries WHERE pinned = 0 ORDER BY last_accessed, id LIMIT ?";

  private final PruneLimits limits;
  private volatile List<Long> removed = List.of();

  Pruning(PruneLimits limits) {
    this.limits = limits;
  }

  /** Returns the numbers of the entries that the last run removed. */
  List<Long> removed() {
    return removed;
  }

  @Override
  public PruneResult run(Statements statements) throws SQLException {
    int most = limits.maxRemovals();
    List<Long> expired = expired(statements, most);
    delete(statements, expired);
    List<Long> evicted = surplus(statements, most - expired.size());
    delete(statements, evicted);
    List<Long> all = new ArrayList<>(expired);
    all.addAll(evicted);
    removed = all;
    boolean more =
        all.size() == most
            && !(expired(statements, 1).isEmpty() && surplus(statements, 1).isEmpty());
    return new PruneResult(expired.size(), evicted.size(), more);
  }

  private List<Long> expired(Statements statements, int most) throws SQLException {
    PreparedStatement select = statements.prepare(EXPIRED);
    select.setLong(1, Millis.of(limits.now()));
    select.setInt(2, most);
    return Rows.ids(select);
  }

  private List<Long> surplus(Statements statements, int most) throws SQLException {
    List<Long> surplus = new ArrayList<>();
    long entries;
    long bytes;
    try (ResultSet totals = statements.prepare(TOTALS).executeQuery()) {
      totals.next();
      entries = totals.getLong(1);
      bytes = totals.getLong(2);
    }
    if (entries <= limits.maxEntries() && bytes <= limits.maxBytes()) {
      return surplus;
    }
    PreparedStatement select = statements.prepare(LEAST_RECENTLY_USED);
    select.setInt(1, most);
    try (ResultSet oldest = select.executeQuery()) {
      while ((entries > limits.maxEntries() || bytes > limits.maxBytes()) && oldest.next()) {
        surplus.add(oldest.getLong(1));
        entries--;
        bytes -= oldest.getLong(2);
      }
    }
    return surplus;
  }

  private static void delete(Statements statements, List<Long> entries) throws SQLException {
    PreparedStatement delete = statements.prepare("DELETE FROM cache_entries WHERE id = ?");
    for (long entry : entries) {
      delete.setLong(1, entry);
      delete.executeUpdate();
    }
  }
}
