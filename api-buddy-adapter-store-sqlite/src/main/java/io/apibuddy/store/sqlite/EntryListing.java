package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.EntryPage;
import io.apibuddy.ports.store.EntryQuery;
import io.apibuddy.ports.store.StoreStats;
import io.apibuddy.ports.store.StoredRequest;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.store.local.KeyDigest;
import io.apibuddy.ports.store.local.Millis;
import io.apibuddy.ports.store.local.MostAlike;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Pages through entries and counts them, as far as the tables know them. */
final class EntryListing {
  /** How many of the newest entries are ranked, so that a call has an end. */
  private static final int SCOPE = 100_000;

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
    Condition visible =
        Selection.of(query.selector()).condition().and(Removal.visible(overlay.removals()));
    long cursor = cursor(query);
    return model == null
        ? readers.call(statements -> newest(statements, visible, cursor, query.limit()))
        : readers.call(
            statements -> {
              List<Long> ids = mostAlike(statements, visible, model, cursor + query.limit() + 1);
              return similar(statements, ids, cursor, query.limit());
            });
  }

  private static List<Long> mostAlike(
      Statements statements, Condition visible, StoredRequest model, long most)
      throws SQLException {
    MostAlike<Long> ranking = new MostAlike<>(model, most);
    PreparedStatement select =
        statements.prepare(
            "SELECT id, domain, method, target FROM cache_entries WHERE "
                + visible.sql()
                + " ORDER BY id DESC LIMIT "
                + SCOPE);
    visible.bind(select, 1);
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        long entry = rows.getLong(1);
        ranking.add(entry, entry, rows.getString(2), rows.getString(3), rows.getString(4));
      }
    }
    return ranking.bestFirst();
  }

  /** Returns what is held, by domain. */
  Map<String, StoreStats> stats(Instant now) {
    Condition visible = Removal.visible(overlay.removals());
    return readers.call(
        statements -> {
          Map<String, StoreStats> stats = new TreeMap<>();
          PreparedStatement select =
              statements.prepare(
                  "SELECT domain, count(*), sum(length), sum(kept), sum(discard_at <= ? AND pinned = 0),"
                      + " sum(access_count), min(created_at), max(created_at)"
                      + " FROM cache_entries WHERE "
                      + visible.sql()
                      + " GROUP BY domain");
          select.setLong(1, Millis.of(now));
          visible.bind(select, 2);
          try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
              stats.put(
                  rows.getString(1),
                  new StoreStats(
                      rows.getLong(2),
                      rows.getLong(3),
                      rows.getLong(4),
                      rows.getLong(5),
                      rows.getLong(6),
                      Instant.ofEpochMilli(rows.getLong(7)),
                      Instant.ofEpochMilli(rows.getLong(8))));
            }
          }
          return stats;
        });
  }

  /** Returns how many visible entries a removal has hidden, before it reaches the tables. */
  long countRemoved(Overlay.Begun begun) {
    Set<Long> pending = new HashSet<>();
    Set<List<Object>> places = new HashSet<>();
    for (EntryRow row : begun.pending()) {
      pending.add(row.id());
      places.add(List.of(row.key(), row.response().variant()));
    }
    Condition condition = begun.removal().condition().and(Removal.visible(begun.before()));
    String columns = pending.isEmpty() ? "count(*)" : "id, cache_key, variant";
    return readers.call(
        statements -> {
          PreparedStatement select =
              statements.prepare(
                  "SELECT " + columns + " FROM cache_entries WHERE " + condition.sql());
          condition.bind(select, 1);
          if (pending.isEmpty()) {
            return Rows.number(select);
          }
          long count = pending.size();
          try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
              if (!places.contains(
                  List.of(KeyDigest.restored(rows.getBytes(2)), rows.getString(3)))) {
                count++;
              }
            }
          }
          return count;
        });
  }

  private EntryPage newest(Statements statements, Condition visible, long before, int limit)
      throws SQLException {
    PreparedStatement select =
        statements.prepare(
            "SELECT "
                + RowReader.COLUMNS
                + " FROM cache_entries e WHERE "
                + visible.sql()
                + " AND id < ? ORDER BY id DESC LIMIT ?");
    int next = visible.bind(select, 1);
    select.setLong(next, before);
    select.setInt(next + 1, limit + 1);
    List<StoredResponse> page = new ArrayList<>();
    long last = before;
    try (ResultSet rows = select.executeQuery()) {
      for (int read = 0; rows.next(); read++) {
        if (read == limit) {
          return new EntryPage(page, Long.toString(last));
        }
        last = rows.getLong(1);
        damage.intact(rows).ifPresent(row -> page.add(current(row)));
      }
    }
    return new EntryPage(page, null);
  }

  private EntryPage similar(Statements statements, List<Long> ranked, long from, int limit)
      throws SQLException {
    List<StoredResponse> page = new ArrayList<>();
    long end = Math.min(ranked.size(), from + limit);
    PreparedStatement select =
        statements.prepare("SELECT " + RowReader.COLUMNS + " FROM cache_entries e WHERE id = ?");
    for (long i = from; i < end; i++) {
      select.setLong(1, ranked.get((int) i));
      try (ResultSet row = select.executeQuery()) {
        if (row.next()) {
          damage.intact(row).ifPresent(found -> page.add(current(found)));
        }
      }
    }
    return new EntryPage(page, ranked.size() > end ? Long.toString(end) : null);
  }

  private StoredResponse current(EntryRow row) {
    return overlay.cell(row.key()).current(row).response();
  }

  private static long cursor(EntryQuery query) {
    String cursor = query.cursor();
    if (cursor == null) {
      return query.similarTo() == null ? Long.MAX_VALUE : 0;
    }
    try {
      return Long.parseUnsignedLong(cursor) & Long.MAX_VALUE;
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a cursor of this store", e);
    }
  }
}
