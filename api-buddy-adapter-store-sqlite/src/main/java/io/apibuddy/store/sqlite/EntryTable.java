package io.apibuddy.store.sqlite;

import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.Freshness;
import io.apibuddy.ports.store.local.Millis;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the rows of {@code cache_entries}. */
final class EntryTable {

  /** Selects the rows of a key; the key's digest must be bound twice. */
  static final String HAS_KEY = "substr(cache_key, 1, 8) = substr(?, 1, 8) AND cache_key = ?";

  private static final String INSERT =
      "INSERT INTO cache_entries ("
          + RowWriter.COLUMNS
          + ", last_accessed, kept, coding, body, body_checksum)"
          + " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";

  private static final String REPLACE =
      "DELETE FROM cache_entries WHERE " + HAS_KEY + " AND variant = ? RETURNING id, kept";

  private static final String HEADERS_LENGTH =
      "SELECT length(response_headers) FROM cache_entries WHERE id = ?";

  private static final String FRESHEN =
      "UPDATE cache_entries SET status = ?, response_headers = ?, requested_at = ?,"
          + " responded_at = ?, lifetime = ?, discard_at = ?, checksum = ? WHERE id = ?";

  /**
   * A separate statement, because it writes a page of the index of uses, and most heads keep their
   * length.
   */
  private static final String GROW = "UPDATE cache_entries SET kept = kept + ? WHERE id = ?";

  private EntryTable() {}

  /** Deletes the entries that {@code row} replaces and returns their numbers. */
  static List<Long> deleteReplaced(Statements statements, EntryRow row, Totals totals)
      throws SQLException {
    PreparedStatement replace = statements.prepare(REPLACE);
    byte[] key = row.key().bytes();
    replace.setBytes(1, key);
    replace.setBytes(2, key);
    replace.setString(3, row.response().variant());
    return totals.delete(replace);
  }

  /**
   * Inserts a row.
   *
   * @param size the total size of the entry in bytes
   * @param coding whether any of its content is compressed
   * @param inRow the content if it is stored in the row itself, otherwise null
   */
  static void insert(
      Statements statements, EntryRow row, long size, Coding coding, @Nullable Chunk inRow)
      throws SQLException {
    PreparedStatement insert = statements.prepare(INSERT);
    int column = RowWriter.bind(insert, row);
    insert.setLong(++column, row.createdAt());
    insert.setLong(++column, size);
    insert.setInt(++column, coding.mark());
    insert.setBytes(++column, inRow == null ? null : inRow.data());
    insert.setLong(++column, inRow == null ? 0 : inRow.checksum(row.id(), 0));
    insert.executeUpdate();
  }

  /** Replaces the head of a row, which may change its size; does nothing if the row has gone. */
  static void freshen(Statements statements, EntryRow row, Totals totals) throws SQLException {
    ResponseHead head = row.response().response();
    byte[] headers = TextListCodec.encode(head.headers());
    long growth = headers.length - headersLength(statements, row.id());
    Freshness times = row.response().freshness();
    PreparedStatement update = statements.prepare(FRESHEN);
    update.setInt(1, head.status());
    update.setBytes(2, headers);
    update.setLong(3, Millis.of(times.requestedAt()));
    update.setLong(4, Millis.of(times.respondedAt()));
    Duration lifetime = times.lifetime();
    update.setObject(5, lifetime == null ? null : (Long) Millis.of(lifetime));
    update.setLong(6, Millis.of(times.discardAt()));
    update.setLong(7, RowWriter.checksum(row));
    update.setLong(8, row.id());
    if (update.executeUpdate() > 0 && growth != 0) {
      PreparedStatement grow = statements.prepare(GROW);
      grow.setLong(1, growth);
      grow.setLong(2, row.id());
      grow.executeUpdate();
      totals.grown(growth);
    }
  }

  private static long headersLength(Statements statements, long id) throws SQLException {
    PreparedStatement select = statements.prepare(HEADERS_LENGTH);
    select.setLong(1, id);
    try (ResultSet found = select.executeQuery()) {
      return found.next() ? found.getLong(1) : 0;
    }
  }
}
