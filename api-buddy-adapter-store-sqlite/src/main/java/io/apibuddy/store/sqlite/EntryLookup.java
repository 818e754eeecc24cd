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
import org.jspecify.annotations.Nullable;

/** Finds entries in the overlay and the tables, the overlay first. Safe for concurrent use. */
final class EntryLookup {
  private static final String BY_KEY =
      "SELECT "
          + RowReader.COLUMNS
          + ", coalesce(e.body, c.data), iif(e.body IS NULL, c.checksum, e.body_checksum),"
          + " iif(e.body IS NULL, c.coding, e.coding)"
          + " FROM cache_entries e LEFT JOIN entry_chunks c"
          + " ON c.sequence = 0 AND c.entry_id = iif(e.body IS NULL AND e.length <= "
          + Chunking.SIZE
          + ", e.id, NULL) WHERE "
          + EntryTable.HAS_KEY;
  private static final String BY_ID =
      "SELECT " + RowReader.COLUMNS + " FROM cache_entries e WHERE e.id = ?";

  private final Overlay overlay;
  private final Damage damage;

  EntryLookup(Overlay overlay, Damage damage) {
    this.overlay = overlay;
    this.damage = damage;
  }

  /** Returns all variants under a key, the latest commit first; small content is included. */
  List<StoredResponse> candidates(CacheKey key) {
    KeyDigest digest = KeyDigest.of(key);
    Removals removals = overlay.removals();
    PendingChanges changes = overlay.changes(digest);
    List<EntryRow> rows = new ArrayList<>(changes.entries().values());
    for (EntryRow row : damage.read(statements -> byKey(statements, digest), List.<EntryRow>of())) {
      if (!changes.entries().containsKey(row.response().variant())) {
        rows.add(row);
      }
    }
    return rows.stream()
        .filter(row -> !removals.hide(row))
        .sorted(EntryRow.LATEST_FIRST)
        .map(row -> changes.current(row).response())
        .toList();
  }

  /**
   * Returns a visible entry with its current head; with content only if it is pending. The tables
   * are read twice, so that a replacement which left the overlay after the first read is seen in
   * the second.
   */
  Optional<EntryRow> byId(long id) {
    Removals removals = overlay.removals();
    EntryRow pending = overlay.row(id);
    Optional<EntryRow> row =
        pending != null
            ? Optional.of(pending)
            : stored(id).filter(this::isNotReplaced).flatMap(unused -> stored(id));
    return row.filter(found -> !removals.hide(found))
        .map(found -> overlay.changes(found.key()).current(found));
  }

  private boolean isNotReplaced(EntryRow row) {
    return !overlay.changes(row.key()).replaces(row);
  }

  private Optional<EntryRow> stored(long id) {
    return damage.read(
        statements -> {
          PreparedStatement select = statements.prepare(BY_ID);
          select.setLong(1, id);
          try (ResultSet found = select.executeQuery()) {
            return found.next() ? damage.intact(found) : Optional.empty();
          }
        },
        Optional.empty());
  }

  private List<EntryRow> byKey(Statements statements, KeyDigest key) throws SQLException {
    PreparedStatement select = statements.prepare(BY_KEY);
    byte[] digest = key.bytes();
    select.setBytes(1, digest);
    select.setBytes(2, digest);
    List<EntryRow> rows = new ArrayList<>(2);
    try (ResultSet found = select.executeQuery()) {
      while (found.next()) {
        Optional<EntryRow> row = damage.intact(found);
        EntryRow whole = row.isPresent() ? withContent(row.get(), found) : null;
        if (whole != null) {
          rows.add(whole);
        }
      }
    }
    return rows;
  }

  private @Nullable EntryRow withContent(EntryRow row, ResultSet found) throws SQLException {
    if (!row.fitsOneChunk()) {
      return row;
    }
    if (row.response().length() == 0) {
      return row.with(row.response().withBody(Body.EMPTY));
    }
    byte @Nullable [] content =
        EntryChunks.content(
            found, RowReader.COLUMN_COUNT + 1, row.id(), 0, (int) row.response().length());
    if (content == null) {
      damage.discard(row.id());
      return null;
    }
    return row.with(row.response().withBody(new Body.Bytes(content)));
  }
}
