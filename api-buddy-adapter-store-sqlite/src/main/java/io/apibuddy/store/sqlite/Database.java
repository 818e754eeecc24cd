package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;
import io.apibuddy.ports.store.ThrottleSnapshot;
import io.apibuddy.ports.store.local.OpeningFailure;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sqlite.NativeLibraryNotFoundException;
import org.sqlite.SQLiteException;

/**
 * An open database, checked and migrated to the current schema, with its small tables loaded.
 *
 * @param connection the writer's connection
 * @param opening how often the database was opened, including this time
 * @param secret the storage's secret
 * @param removals removals that an earlier run did not finish
 * @param throttle the stored state of each domain's throttle
 */
record Database(
    Connection connection,
    long opening,
    Secret secret,
    List<Removal> removals,
    Map<String, ThrottleSnapshot> throttle) {

  /** The secret, wrapped so that it is not printed. */
  static final class Secret {
    static final int LENGTH = 32;
    private final byte[] bytes;

    private Secret(byte[] bytes) {
      this.bytes = bytes;
    }

    byte[] copy() {
      return bytes.clone();
    }
  }

  /**
   * Opens the database in an existing file, which may be empty.
   *
   * @throws StoreException if it cannot be used; {@link Kind#CORRUPT} if it is damaged
   */
  static Database open(Path file) {
    Connection connection = null;
    boolean known = false;
    try {
      connection = Pragmas.open(file);
      Schema.requireKnown(connection, file);
      Pragmas.setUpWriter(connection);
      known = true;
      Schema.migrate(connection);
      Pragmas.makeShrinkable(connection);
      Database database = read(connection);
      Pragmas.leaveTransactionsToCaller(connection);
      return database;
    } catch (SQLException e) {
      closeQuietly(connection);
      throw known && SqliteErrors.isUnexpectedSchema(e)
          ? new StoreException(Kind.CORRUPT, "cannot open " + file + ": " + e.getMessage(), e)
          : failure(file, e);
    } catch (RuntimeException e) {
      closeQuietly(connection);
      throw e;
    }
  }

  /** Describes why a file cannot be opened, and what to do about it if that is clear. */
  static StoreException failure(Path file, SQLException cause) {
    if (cause.getCause() instanceof NativeLibraryNotFoundException library) {
      return new StoreException(
          Kind.UNUSABLE,
          "SQLite's native library cannot be loaded ("
              + library.getMessage()
              + "). Set -Dorg.sqlite.tmpdir to a directory that allows execution, or use another"
              + " cache.backend.",
          cause);
    }
    String reason = String.valueOf(cause.getMessage());
    Kind kind = SqliteErrors.kind(cause);
    return kind != Kind.FULL && isAboutSharedMemory(cause)
        ? OpeningFailure.of(
            file,
            Kind.UNUSABLE,
            reason + ". Its file system has no shared memory, like some network and FUSE ones",
            cause)
        : OpeningFailure.of(file, kind, reason, cause);
  }

  private static boolean isAboutSharedMemory(SQLException cause) {
    return cause instanceof SQLiteException failure
        && failure.getResultCode().name().startsWith("SQLITE_IOERR_SHM");
  }

  private static Database read(Connection connection) throws SQLException {
    Statements statements = new Statements(connection);
    try {
      for (String table : List.of("cache_entries", "entry_chunks", "metrics", "config_history")) {
        statements.execute("SELECT 1 FROM " + table + " LIMIT 1");
      }
      statements.execute(
          "INSERT INTO storage (name, value) VALUES ('openings', 1)"
              + " ON CONFLICT DO UPDATE SET value = value + 1");
      PreparedStatement openings =
          statements.prepare("SELECT value FROM storage WHERE name = 'openings'");
      return new Database(
          connection,
          Rows.number(openings),
          secret(statements),
          RemovalTable.all(statements),
          ThrottleTables.all(statements));
    } finally {
      statements.discard();
    }
  }

  private static Secret secret(Statements statements) throws SQLException {
    byte[] fresh = new byte[Secret.LENGTH];
    new SecureRandom().nextBytes(fresh);
    PreparedStatement insert =
        statements.prepare("INSERT OR IGNORE INTO storage (name, value) VALUES ('secret', ?)");
    insert.setBytes(1, fresh);
    insert.executeUpdate();
    PreparedStatement select =
        statements.prepare("SELECT value FROM storage WHERE name = 'secret'");
    try (ResultSet row = select.executeQuery()) {
      row.next();
      return new Secret(row.getBytes(1));
    }
  }

  private static void closeQuietly(@Nullable Connection connection) {
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException ignored) {
        // The caller gets the failure that led here.
      }
    }
  }
}
