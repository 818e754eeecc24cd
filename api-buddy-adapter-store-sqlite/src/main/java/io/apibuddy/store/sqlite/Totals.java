package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.StoreCapacity;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The number of entries in the table and their total size, counted once and then kept up to date.
 * Counting a million entries takes the writer 50 ms, while the bounds are checked each second and,
 * once they are reached, with every few hundred entries. Changes count immediately within their
 * transaction, and for good once it is {@linkplain #committed}. For use by the writer's thread.
 */
final class Totals {
  static final String COUNT = "SELECT count(*), coalesce(sum(kept), 0) FROM cache_entries";

  private boolean counted;
  private long entries;
  private long bytes;
  private long addedEntries;
  private long addedBytes;

  /**
   * Returns whether the table exceeds the bounds even without {@code lessEntries} entries of {@code
   * lessBytes} bytes.
   */
  boolean exceedWithout(
      Statements statements, long lessEntries, long lessBytes, long maxEntries, long maxBytes)
      throws SQLException {
    if (!counted) {
      count(statements);
    }
    return entries + addedEntries - lessEntries > maxEntries
        || bytes + addedBytes - lessBytes > maxBytes;
  }

  /** Returns whether the table is below the capacity, both in entries and in bytes. */
  boolean isBelow(Statements statements, StoreCapacity capacity) throws SQLException {
    return !exceedWithout(statements, 0, 0, capacity.maxEntries() - 1, capacity.maxBytes() - 1);
  }

  /** Counts an entry that was inserted. */
  void stored(long size) {
    addedEntries++;
    addedBytes += size;
  }

  /** Counts a change of an entry's size, negative if it has shrunk. */
  void grown(long growth) {
    addedBytes += growth;
  }

  /** Subtracts an entry that is deleted in this transaction. */
  void removed(long size) {
    addedEntries--;
    addedBytes -= size;
  }

  /**
   * Deletes entries and returns their numbers.
   *
   * @param deletion returns {@code id} and {@code kept} of each deleted row
   */
  List<Long> delete(PreparedStatement deletion) throws SQLException {
    List<Long> deleted = new ArrayList<>();
    try (ResultSet rows = deletion.executeQuery()) {
      while (rows.next()) {
        deleted.add(rows.getLong(1));
        removed(rows.getLong(2));
      }
    }
    return deleted;
  }

  /** Keeps the changes of the transaction. */
  void committed() {
    entries += addedEntries;
    bytes += addedBytes;
    rolledBack();
  }

  /** Discards the changes of the transaction. */
  void rolledBack() {
    addedEntries = 0;
    addedBytes = 0;
  }

  private void count(Statements statements) throws SQLException {
    try (ResultSet totals = statements.prepare(COUNT).executeQuery()) {
      totals.next();
      entries = totals.getLong(1) - addedEntries;
      bytes = totals.getLong(2) - addedBytes;
      counted = true;
    }
  }
}
