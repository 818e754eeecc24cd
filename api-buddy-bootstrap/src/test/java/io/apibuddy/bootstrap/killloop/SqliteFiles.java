package io.apibuddy.bootstrap.killloop;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** SQLite's checks of a database file. */
final class SqliteFiles implements EngineFiles {

  @Override
  public List<String> damage(Path store) throws SQLException {
    List<String> found = new ArrayList<>();
    for (String check : List.of("integrity_check", "quick_check")) {
      List<String> answer = query(store, "PRAGMA " + check);
      if (!answer.equals(List.of("ok"))) {
        found.add(check + ": " + answer);
      }
    }
    return found;
  }

  @Override
  public long leftOver(Path store) throws SQLException {
    return query(
            store,
            "SELECT entry_id FROM entry_chunks"
                + " WHERE entry_id NOT IN (SELECT id FROM cache_entries)")
        .size();
  }

  private static List<String> query(Path store, String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        rows.add(result.getString(1));
      }
    }
    return rows;
  }
}
