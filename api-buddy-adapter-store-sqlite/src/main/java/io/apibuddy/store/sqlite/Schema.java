package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The schema, as numbered migrations. {@code user_version} counts the migrations that a file has
 * had. Each runs in one transaction together with this number, so that a crash leaves the file
 * either before or after it. A released migration never changes.
 */
final class Schema {
  /** The application id of our files ("APIB"). */
  private static final int APPLICATION_ID = 0x41504942;

  private static final List<List<String>> MIGRATIONS =
      List.of(FirstSchema.STATEMENTS, SecondSchema.STATEMENTS);

  private Schema() {}

  /** Returns the current schema version. */
  static int version() {
    return MIGRATIONS.size();
  }

  /**
   * Refuses a file of another program or of a later version; changes nothing.
   *
   * @throws StoreException if the file is refused; {@link Kind#CORRUPT} if it is ours but its
   *     version is invalid
   */
  static void requireKnown(Connection connection, Path file) throws SQLException {
    long found = pragma(connection, "user_version");
    long owner = pragma(connection, "application_id");
    boolean fresh = owner == 0 && found == 0 && !hasTables(connection);
    if (owner != APPLICATION_ID && !fresh) {
      throw new StoreException(
          Kind.INCOMPATIBLE,
          file + " is a database of another program. Set database_path to another file.");
    }
    if (found > version()) {
      throw new StoreException(
          Kind.INCOMPATIBLE,
          file
              + " has schema version "
              + found
              + ", this program supports versions up to "
              + version()
              + ". Use the later program, or set database_path to another file.");
    }
    if (!fresh && found < 1) {
      throw new StoreException(Kind.CORRUPT, file + " has schema version " + found);
    }
  }

  /** Migrates a known file to the current version. */
  static void migrate(Connection connection) throws SQLException {
    for (long next = pragma(connection, "user_version"); next < version(); next++) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("BEGIN IMMEDIATE");
        for (String change : MIGRATIONS.get((int) next)) {
          statement.execute(change);
        }
        statement.execute("PRAGMA application_id = " + APPLICATION_ID);
        statement.execute("PRAGMA user_version = " + (next + 1));
        statement.execute("COMMIT");
      }
    }
  }

  private static boolean hasTables(Connection connection) throws SQLException {
    return number(connection, "SELECT count(*) FROM sqlite_master") > 0;
  }

  private static long pragma(Connection connection, String name) throws SQLException {
    return number(connection, "PRAGMA " + name);
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      return result.next() ? result.getLong(1) : 0;
    }
  }
}
