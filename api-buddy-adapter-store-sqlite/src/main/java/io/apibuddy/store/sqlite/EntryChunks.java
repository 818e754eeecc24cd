package io.apibuddy.store.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Carries bodies to and from {@code entry_chunks}; all chunks but the last have one size. */
final class EntryChunks {
  private static final int DELETIONS = 256;

  private EntryChunks() {}

  static void insert(Statements statements, long entry, long sequence, byte[] data)
      throws SQLException {
    PreparedStatement insert =
        statements.prepare(
            "INSERT INTO entry_chunks (entry_id, sequence, checksum, data) VALUES (?,?,?,?)");
    insert.setLong(1, entry);
    insert.setLong(2, sequence);
    insert.setLong(3, Checksum.ofChunk(entry, sequence, data));
    insert.setBytes(4, data);
    insert.executeUpdate();
  }

  /** Returns a chunk, null if it is missing or damaged. */
  static byte @Nullable [] read(Statements statements, long entry, long sequence)
      throws SQLException {
    PreparedStatement select =
        statements.prepare(
            "SELECT data, checksum FROM entry_chunks WHERE entry_id = ? AND sequence = ?");
    select.setLong(1, entry);
    select.setLong(2, sequence);
    try (ResultSet found = select.executeQuery()) {
      return found.next() ? checked(entry, sequence, found.getBytes(1), found.getLong(2)) : null;
    }
  }

  /** Returns {@code data}, or null if that is not what was written at this place. */
  static byte @Nullable [] checked(
      long entry, long sequence, byte @Nullable [] data, long checksum) {
    return data != null && Checksum.ofChunk(entry, sequence, data) == checksum ? data : null;
  }

  /** Deletes some of an entry's chunks; returns whether more may be left. */
  static boolean deleteSome(Statements statements, long entry) throws SQLException {
    PreparedStatement delete =
        statements.prepare(
            "DELETE FROM entry_chunks WHERE rowid IN"
                + " (SELECT rowid FROM entry_chunks WHERE entry_id = ? LIMIT "
                + DELETIONS
                + ")");
    delete.setLong(1, entry);
    return delete.executeUpdate() == DELETIONS;
  }
}
