package io.apibuddy.store.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads results of the simplest shapes. */
final class Rows {
  /** The entries that a parameter, which {@link #list} makes, names. */
  static final String LISTED = "(SELECT value FROM json_each(?))";

  private Rows() {}

  /**
   * Returns the parameter that names entries: one statement for all costs less than one for each.
   */
  static String list(List<Long> ids) {
    return ids.toString(); // which is what JSON writes too
  }

  /** Runs a statement and returns the first column of all its rows. */
  static List<Long> ids(PreparedStatement statement) throws SQLException {
    List<Long> ids = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        ids.add(rows.getLong(1));
      }
    }
    return ids;
  }

  /** Runs a statement and returns the number in its first row, 0 without a row. */
  static long number(PreparedStatement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }
}
