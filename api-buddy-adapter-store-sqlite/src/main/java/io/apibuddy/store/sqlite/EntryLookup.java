package io.apibuddy.store.sqlite;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.store.local.Chunking;
import io.apibuddy.ports.store.local.KeyDigest;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Finds entries in overlay and tables, the overlay first. Safe for concurrent use. */
final class EntryLookup {
  private static final String BY_KEY =
      "SELECT "
          + EntryTable.COLUMNS
          + ", c.data, c.checksum FROM cache_entries e LEFT JOIN entry_chunks c"
          + " ON c.entry_id = e.id AND c.sequence = 0 AND e.length <= "
          + Chunking.SIZE
          + " WHERE e.cache_key = ?";
  private static final String BY_ID =
      "SELECT " + EntryTable.COLUMNS + " FROM cache_entries e WHERE e.id = ?";

  private final Readers readers;
  private final Overlay overlay;
  private final LongConsumer damaged;

  /**
   * Makes a lookup.
   *
   * @param damaged is told the numbers of entries that turn out to be damaged
   */
  EntryLookup(Readers readers, Overlay overlay, LongConsumer damaged) {
    this.readers = readers;
    this.overlay = overlay;
    this.damaged = damaged;
  }

  /** Returns what may answer under a key, the latest first, small content at hand. */
  List<StoredResponse> candidates(CacheKey key) {
    KeyDigest digest = KeyDigest.of(key);
    List<Removal> removals = overlay.removals();
    PendingCell cell = overlay.cell(digest);
    List<EntryRow> rows = new ArrayList<>(cell.entries().values());
    for (EntryRow row : readers.call(statements -> byKey(statements, digest))) {
      if (!cell.entries().containsKey(row.response().variant())) {
        rows.add(row);
      }
    }
    return rows.stream()
        .filter(row -> !Overlay.hidden(removals, row))
        .sorted(EntryRow.LATEST_FIRST)
        .map(row -> cell.current(row).response())
        .toList();
  }

  /**
   * Returns a visible entry with its current head; with content only if it is pending. The tables
   * are asked twice: a replacement that left the overlay after the first look shows in the second.
   */
  Optional<EntryRow> byId(long id) {
    List<Removal> removals = overlay.removals();
    EntryRow pending = overlay.row(id);
    Optional<EntryRow> row =
        pending != null
            ? Optional.of(pending)
            : stored(id).filter(this::isNotReplaced).flatMap(unused -> stored(id));
    return row.filter(found -> !Overlay.hidden(removals, found))
        .map(found -> overlay.cell(found.key()).current(found));
  }

  private boolean isNotReplaced(EntryRow row) {
    return !overlay.cell(row.key()).replaces(row);
  }

  private Optional<EntryRow> stored(long id) {
    return readers.call(
        statements -> {
          PreparedStatement select = statements.prepare(BY_ID);
          select.setLong(1, id);
          try (ResultSet found = select.executeQuery()) {
            return found.next() ? intact(found) : Optional.empty();
          }
        });
  }

  private List<EntryRow> byKey(Statements statements, KeyDigest key) throws SQLException {
    PreparedStatement select = statements.prepare(BY_KEY);
    select.setBytes(1, key.bytes());
    List<EntryRow> rows = new ArrayList<>(2);
    try (ResultSet found = select.executeQuery()) {
      while (found.next()) {
        Optional<EntryRow> row = intact(found);
        EntryRow whole = row.isPresent() ? withContent(row.get(), found) : null;
        if (whole != null) {
          rows.add(whole);
        }
      }
    }
    return rows;
  }

  private Optional<EntryRow> intact(ResultSet found) throws SQLException {
    Optional<EntryRow> row = EntryTable.read(found);
    if (row.isEmpty()) {
      damaged.accept(found.getLong(1));
    }
    return row;
  }

  private @Nullable EntryRow withContent(EntryRow row, ResultSet found) throws SQLException {
    if (!row.fitsOneChunk()) {
      return row;
    }
    if (row.response().length() == 0) {
      return row.with(row.response().withBody(Body.EMPTY));
    }
    int column = EntryTable.COLUMN_COUNT + 1;
    byte @Nullable [] data =
        EntryChunks.checked(row.id(), 0, found.getBytes(column), found.getLong(column + 1));
    if (data == null || data.length != row.response().length()) {
      damaged.accept(row.id());
      return null;
    }
    return row.with(row.response().withBody(new Body.Bytes(data)));
  }
}
