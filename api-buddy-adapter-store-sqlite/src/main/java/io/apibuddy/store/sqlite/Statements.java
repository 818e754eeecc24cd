package io.apibuddy.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A connection with a cache of its prepared statements, for one thread at a time. After any {@link
 * SQLException} all of them must be {@linkplain #discard discarded}: the driver closes a statement
 * that failed for lack of space, and it can never be used again.
 */
final class Statements {
  private static final int MAX_CACHED = 64;

  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new LinkedHashMap<>(16, 0.75f, true);

  Statements(Connection connection) {
    this.connection = connection;
  }

  /** Returns the statement; its result sets must be closed before its next use. */
  PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement known = prepared.get(sql);
    if (known == null) {
      closeEldest();
      known = connection.prepareStatement(sql);
      prepared.put(sql, known);
    }
    return known;
  }

  /** Runs a statement without parameters, such as BEGIN, and ignores its result. */
  void execute(String sql) throws SQLException {
    PreparedStatement statement = prepare(sql);
    if (statement.execute()) {
      statement.getResultSet().close();
    }
  }

  /**
   * Runs to completion a statement whose rows have no columns; the driver would otherwise stop
   * after the first row.
   */
  void executeToTheEnd(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  private void closeEldest() throws SQLException {
    if (prepared.size() >= MAX_CACHED) {
      Iterator<PreparedStatement> eldest = prepared.values().iterator();
      PreparedStatement unused = eldest.next();
      eldest.remove();
      unused.close();
    }
  }

  void discard() {
    for (PreparedStatement statement : prepared.values()) {
      try {
        statement.close();
      } catch (SQLException ignored) {
        // It is discarded in any case.
      }
    }
    prepared.clear();
  }
}
