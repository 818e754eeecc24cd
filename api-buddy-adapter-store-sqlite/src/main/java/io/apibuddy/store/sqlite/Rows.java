package io.apibuddy.store.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads simple results, and passes lists of entries to statements. */
final class Rows {
  /** Selects the entries of a parameter from {@link #list}. */
  static final String LISTED = "(SELECT value FROM json_each(?))";

  private Rows() {}

  /** Returns a parameter that lists entries; one statement for all costs less than one for each. */
  static String list(List<Long> ids) {
    return ids.toString(); // which is also JSON
  }

  /** Runs a statement and returns the first column of all rows. */
  static List<Long> ids(PreparedStatement statement) throws SQLException {
    List<Long> ids = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        ids.add(rows.getLong(1));
      }
    }
    return ids;
  }

  /** Runs a statement and returns the number in its first row, 0 if there is no row. */
  static long number(PreparedStatement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }
}
