package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.StoreCapacity;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * How many entries the table holds and how many bytes they take: counted once and followed from
 * then on, since counting a million takes the writer 50 ms, and the bounds are looked at each
 * second and, while they are reached, with each few hundred entries. What a transaction changes
 * counts within it at once and for good when it is {@linkplain #committed}. For use by the writer's
 * thread.
 */
final class Totals {
  static final String COUNT = "SELECT count(*), coalesce(sum(kept), 0) FROM cache_entries";

  private boolean counted;
  private long entries;
  private long bytes;
  private long addedEntries;
  private long addedBytes;

  /** Returns whether the table holds more than that, without so many entries of so many bytes. */
  boolean exceedWithout(
      Statements statements, long lessEntries, long lessBytes, long maxEntries, long maxBytes)
      throws SQLException {
    if (!counted) {
      count(statements);
    }
    return entries + addedEntries - lessEntries > maxEntries
        || bytes + addedBytes - lessBytes > maxBytes;
  }

  /** Returns whether the table holds less than that, both in entries and in bytes. */
  boolean isBelow(Statements statements, StoreCapacity capacity) throws SQLException {
    return !exceedWithout(statements, 0, 0, capacity.maxEntries() - 1, capacity.maxBytes() - 1);
  }

  /** Counts an entry that was inserted. */
  void stored(long size) {
    addedEntries++;
    addedBytes += size;
  }

  /** Counts that an entry takes so much more, or less if negative. */
  void grown(long growth) {
    addedBytes += growth;
  }

  /** Counts out an entry that is deleted in this transaction. */
  void removed(long size) {
    addedEntries--;
    addedBytes -= size;
  }

  /**
   * Deletes entries and returns their numbers.
   *
   * @param deletion returns the number and the size, {@code id} and {@code kept}, of each
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

  /** Keeps what was changed since the last transaction. */
  void committed() {
    entries += addedEntries;
    bytes += addedBytes;
    rolledBack();
  }

  /** Forgets what was changed since the last transaction. */
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
