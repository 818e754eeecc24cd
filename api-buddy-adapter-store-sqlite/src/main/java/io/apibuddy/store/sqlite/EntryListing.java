package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.EntryPage;
import io.apibuddy.ports.store.EntryQuery;
import io.apibuddy.ports.store.StoredRequest;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.store.local.Cursors;
import io.apibuddy.ports.store.local.SimilarityRanking;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists the visible entries in the tables, page by page. */
final class EntryListing {
  /** How many of the newest entries are ranked by similarity; bounds the time of a call. */
  private static final int SCOPE = 100_000;

  /** Tells the engine not to limit the rows, as it is not known how many of them are hidden. */
  private static final long NO_LIMIT = -1;

  private final Readers readers;
  private final Overlay overlay;
  private final Damage damage;

  EntryListing(Readers readers, Overlay overlay, Damage damage) {
    this.readers = readers;
    this.overlay = overlay;
    this.damage = damage;
  }

  /**
   * Returns a page of entries.
   *
   * @throws IllegalArgumentException if the cursor is not one of this store
   */
  EntryPage page(EntryQuery query) {
    StoredRequest model = query.similarTo();
    Removals removals = overlay.removals();
    SqlCondition selected = Selection.of(query.selector()).condition();
    long cursor = Cursors.of(query);
    return model == null
        ? readers.call(statements -> newest(statements, selected, removals, cursor, query.limit()))
        : readers.call(
            statements -> {
              SimilarityRanking<Long> ranking =
                  new SimilarityRanking<>(model, cursor, query.limit());
              rank(statements, selected, removals, ranking);
              return similar(statements, ranking);
            });
  }

  private static void rank(
      Statements statements,
      SqlCondition selected,
      Removals removals,
      SimilarityRanking<Long> ranking)
      throws SQLException {
    PreparedStatement select =
        statements.prepare(
            "SELECT id, domain, method, target, "
                + Removals.COLUMNS
                + " FROM cache_entries WHERE "
                + selected.sql()
                + " ORDER BY id DESC LIMIT "
                + SCOPE);
    selected.bind(select, 1);
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        long entry = rows.getLong(1);
        @Nullable String domain = rows.getString(2);
        @Nullable String method = rows.getString(3);
        @Nullable String target = rows.getString(4);
        if (domain != null // otherwise the row is damaged
            && method != null
            && target != null
            && !removals.hide(rows, 5)) {
          ranking.add(entry, entry, domain, method, target);
        }
      }
    }
  }

  private EntryPage newest(
      Statements statements, SqlCondition selected, Removals removals, long before, int limit)
      throws SQLException {
    PreparedStatement select =
        statements.prepare(
            "SELECT "
                + RowReader.COLUMNS
                + ", "
                + Removals.COLUMNS
                + " FROM cache_entries e WHERE "
                + selected.sql()
                + " AND id < ? ORDER BY id DESC LIMIT ?");
    int next = selected.bind(select, 1);
    select.setLong(next, before);
    select.setLong(next + 1, removals.isEmpty() ? limit + 1L : NO_LIMIT);
    List<StoredResponse> page = new ArrayList<>();
    int read = 0;
    long last = before;
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        if (removals.hide(rows, RowReader.COLUMN_COUNT + 1)) {
          continue;
        }
        if (read == limit) {
          return new EntryPage(page, Long.toString(last));
        }
        read++;
        last = rows.getLong(1);
        damage.intact(rows).ifPresent(row -> page.add(current(row)));
      }
    }
    return new EntryPage(page, null);
  }

  private EntryPage similar(Statements statements, SimilarityRanking<Long> ranking)
      throws SQLException {
    List<StoredResponse> page = new ArrayList<>();
    PreparedStatement select =
        statements.prepare("SELECT " + RowReader.COLUMNS + " FROM cache_entries e WHERE id = ?");
    for (long entry : ranking.page()) {
      select.setLong(1, entry);
      try (ResultSet row = select.executeQuery()) {
        if (row.next()) {
          damage.intact(row).ifPresent(found -> page.add(current(found)));
        }
      }
    }
    return new EntryPage(page, ranking.next());
  }

  private StoredResponse current(EntryRow row) {
    return overlay.changes(row.key()).current(row).response();
  }
}
