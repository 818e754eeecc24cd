package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.StoredRequest;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Ranks entries by how much their request is like another: same domain and method first, then the
 * longest common beginning of the target, then the newest.
 */
final class Similarity {
  /** How many of the newest entries are looked at. */
  private static final int SCOPE = 100_000;

  private record Rank(long entry, boolean sameKind, int commonPrefix) {
    static final Comparator<Rank> WORST_FIRST =
        Comparator.comparing(Rank::sameKind)
            .thenComparingInt(Rank::commonPrefix)
            .thenComparingLong(Rank::entry);
  }

  private Similarity() {}

  /** Returns the numbers of the {@code most} entries that are most like {@code model}. */
  static List<Long> rank(Statements statements, Condition visible, StoredRequest model, long most)
      throws SQLException {
    PriorityQueue<Rank> best = new PriorityQueue<>(Rank.WORST_FIRST);
    PreparedStatement select =
        statements.prepare(
            "SELECT id, domain, method, target FROM cache_entries WHERE "
                + visible.sql()
                + " ORDER BY id DESC LIMIT "
                + SCOPE);
    visible.bind(select, 1);
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        boolean sameKind =
            rows.getString(2).equals(model.domain()) && rows.getString(3).equals(model.method());
        best.add(
            new Rank(rows.getLong(1), sameKind, commonPrefix(rows.getString(4), model.target())));
        if (best.size() > most) {
          best.poll();
        }
      }
    }
    List<Rank> ranks = new ArrayList<>(best);
    ranks.sort(Rank.WORST_FIRST.reversed());
    return ranks.stream().map(Rank::entry).toList();
  }

  private static int commonPrefix(String one, String other) {
    int most = Math.min(one.length(), other.length());
    int common = 0;
    while (common < most && one.charAt(common) == other.charAt(common)) {
      common++;
    }
    return common;
  }
}
