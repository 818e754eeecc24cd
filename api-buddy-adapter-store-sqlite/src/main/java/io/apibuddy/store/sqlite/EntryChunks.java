package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.local.Chunking;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads and writes the chunks of bodies in {@code entry_chunks}, cut as {@link Chunking} says. */
final class EntryChunks {
  private static final int DELETIONS = 256;

  static final String DELETE_SOME =
      "DELETE FROM entry_chunks WHERE rowid IN"
          + " (SELECT rowid FROM entry_chunks WHERE entry_id IN "
          + Rows.LISTED
          + " LIMIT "
          + DELETIONS
          + ")";

  private EntryChunks() {}

  static void insert(Statements statements, long entry, long sequence, Chunk chunk)
      throws SQLException {
    PreparedStatement insert =
        statements.prepare(
            "INSERT INTO entry_chunks (entry_id, sequence, checksum, data, coding)"
                + " VALUES (?,?,?,?,?)");
    insert.setLong(1, entry);
    insert.setLong(2, sequence);
    insert.setLong(3, chunk.checksum(entry, sequence));
    insert.setBytes(4, chunk.data());
    insert.setInt(5, chunk.coding().mark());
    insert.executeUpdate();
  }

  /**
   * Returns the content of a chunk, null if it is missing or damaged.
   *
   * @param length the length of the whole content in bytes
   * @throws StoreException if the chunk exists but cannot be decompressed
   */
  static byte @Nullable [] read(Statements statements, long entry, long sequence, long length)
      throws SQLException {
    PreparedStatement select =
        statements.prepare(
            "SELECT data, checksum, coding FROM entry_chunks WHERE entry_id = ? AND sequence = ?"
                + " UNION ALL SELECT body, body_checksum, coding FROM cache_entries"
                + " WHERE id = ? AND ? = 0 AND body IS NOT NULL");
    select.setLong(1, entry);
    select.setLong(2, sequence);
    select.setLong(3, entry);
    select.setLong(4, sequence);
    try (ResultSet found = select.executeQuery()) {
      return found.next()
          ? content(found, 1, entry, sequence, Chunking.size(sequence, length))
          : null;
    }
  }

  /**
   * Returns the content from a row with data, checksum and coding in three columns from {@code
   * column} on; null if it is missing or was not written at this place.
   *
   * @throws StoreException if the content is intact but cannot be decompressed
   */
  static byte @Nullable [] content(
      ResultSet found, int column, long entry, long sequence, int length) throws SQLException {
    byte @Nullable [] data = found.getBytes(column);
    if (data == null) {
      return null;
    }
    Chunk chunk = new Chunk(data, found.getLong(column + 2) == 0 ? Coding.PLAIN : Coding.ZSTD);
    if (chunk.checksum(entry, sequence) != found.getLong(column + 1)) {
      return null;
    }
    byte[] content = chunk.coding() == Coding.PLAIN ? data : Compression.decompress(data, length);
    return content.length == length ? content : null;
  }

  /** Deletes some chunks of the entries; returns whether more may be left. */
  static boolean deleteSome(Statements statements, List<Long> entries) throws SQLException {
    PreparedStatement delete = statements.prepare(DELETE_SOME);
    delete.setString(1, Rows.list(entries));
    return delete.executeUpdate() == DELETIONS;
  }
}
