package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.PruneLimits;
import io.apibuddy.ports.store.PruneResult;
import io.apibuddy.ports.store.local.Millis;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** One step of pruning: what is expired, then the least recently used, never a recording. */
final class Pruning implements Query<PruneResult> {
  /** The index has to be named: the engine would look at every row that is not pinned. */
  static final String EXPIRED =
      "SELECT id FROM cache_entries INDEXED BY cache_entries_by_discard"
          + " WHERE discard_at <= ? AND pinned = 0 ORDER BY discard_at LIMIT ?";

  static final String LEAST_RECENTLY_USED =
      "SELECT id FROM cache_entries WHERE pinned = 0 ORDER BY last_accessed, id LIMIT ?";

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
    List<Long> all = new ArrayList<>();
    for (long entry : expired(statements, most)) {
      all.addAll(delete(statements, entry));
    }
    int expired = all.size();
    for (long entry : surplus(statements, most - expired)) {
      if (exceeded(statements)) {
        all.addAll(delete(statements, entry));
      }
    }
    removed = all;
    boolean more =
        all.size() == most
            && !(expired(statements, 1).isEmpty() && surplus(statements, 1).isEmpty());
    return new PruneResult(expired, all.size() - expired, more);
  }

  private List<Long> expired(Statements statements, int most) throws SQLException {
    PreparedStatement select = statements.prepare(EXPIRED);
    select.setLong(1, Millis.of(limits.now()));
    select.setInt(2, most);
    return Rows.ids(select);
  }

  /** Returns what goes next while the bounds are exceeded: maybe more than has to. */
  private List<Long> surplus(Statements statements, int most) throws SQLException {
    if (!exceeded(statements)) {
      return List.of();
    }
    PreparedStatement select = statements.prepare(LEAST_RECENTLY_USED);
    select.setInt(1, most);
    return Rows.ids(select);
  }

  private boolean exceeded(Statements statements) throws SQLException {
    return totals.exceed(statements, limits.maxEntries(), limits.maxBytes());
  }

  private List<Long> delete(Statements statements, long entry) throws SQLException {
    PreparedStatement delete =
        statements.prepare("DELETE FROM cache_entries WHERE id = ? RETURNING id, kept");
    delete.setLong(1, entry);
    return totals.delete(delete);
  }
}
