package io.apibuddy.store.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads and writes the removals that take several steps, in {@code removals}. */
final class RemovalTable {
  private RemovalTable() {}

  static void insert(Statements statements, Removal removal) throws SQLException {
    Selection selection = removal.selection();
    PreparedStatement insert =
        statements.prepare(
            "INSERT INTO removals"
                + " (number, barrier, domain, key_method, target, entry_id)"
                + " VALUES (?,?,?,?,?,?)");
    insert.setLong(1, removal.number());
    insert.setLong(2, removal.barrier());
    insert.setString(3, selection.domain());
    insert.setString(4, selection.keyMethod());
    insert.setString(5, selection.target());
    insert.setObject(6, selection.id());
    insert.executeUpdate();
  }

  static void delete(Statements statements, Removal removal) throws SQLException {
    PreparedStatement delete = statements.prepare("DELETE FROM removals WHERE number = ?");
    delete.setLong(1, removal.number());
    delete.executeUpdate();
  }

  static List<Removal> all(Statements statements) throws SQLException {
    List<Removal> removals = new ArrayList<>();
    PreparedStatement select =
        statements.prepare(
            "SELECT number, barrier, domain, key_method, target, entry_id"
                + " FROM removals WHERE cache_key IS NULL ORDER BY number");
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        long id = rows.getLong(6);
        Long entry = rows.wasNull() ? null : id;
        removals.add(
            new Removal(
                rows.getLong(1),
                rows.getLong(2),
                new Selection(rows.getString(3), rows.getString(4), rows.getString(5), entry)));
      }
    }
    return removals;
  }
}
