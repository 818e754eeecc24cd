package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.StoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** Opens and configures connections. */
final class Pragmas {
  /** How long SQLite waits for a foreign lock; the wait for the writer's queue comes on top. */
  private static final int BUSY_MILLIS = 1000;

  /** The page cache of each reader, 2 MiB (negative means KiB); the system caches the rest. */
  private static final int READER_CACHE = -2048;

  private static final List<String> WRITER =
      List.of(
          // 8 KiB pages hold a typical entry in one piece. Applies to a new file only, and only
          // before it is switched to the log.
          "PRAGMA page_size = 8192",
          // Lets free pages be given back. Applies to a new file, or once it is rebuilt.
          "PRAGMA auto_vacuum = INCREMENTAL",
          // Readers go on while the writer writes.
          "PRAGMA journal_mode = WAL",
          // With the log, a crash of the machine may lose the last commits but damages nothing.
          "PRAGMA synchronous = NORMAL",
          // The log is checkpointed every 4000 pages, 32 MiB: a page that changed many times is
          // written once. Only the writer stalls meanwhile, and its queue has room.
          "PRAGMA wal_autocheckpoint = 4000",
          // After a peak the log file shrinks to this size again.
          "PRAGMA journal_size_limit = 33554432",
          // Deletion overwrites no content: that would double the writes of a cache.
          "PRAGMA secure_delete = OFF",
          // A schema in a foreign file may run innocuous functions only.
          "PRAGMA trusted_schema = OFF",
          // Sorting happens in memory.
          "PRAGMA temp_store = MEMORY",
          // 8 MiB of pages, negative means KiB.
          "PRAGMA cache_size = -8192");

  private Pragmas() {}

  /** Opens a connection without changing the database. */
  static Connection open(Path database) throws SQLException {
    UnpackedDriver.use();
    return source(database, new SQLiteConfig()).getConnection();
  }

  /** Configures a connection for the writer. */
  static void setUpWriter(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String pragma : WRITER) {
        statement.execute(pragma);
      }
    }
  }

  /**
   * Rebuilds a file that was created without incremental vacuum. If there is no room for that, the
   * file stays as it is until the next start.
   */
  static void makeShrinkable(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet mode = statement.executeQuery("PRAGMA auto_vacuum")) {
      if (mode.next() && mode.getInt(1) != 0) {
        return;
      }
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
      statement.execute("VACUUM");
    } catch (SQLException e) {
      if (SqliteErrors.kind(e) != StoreException.Kind.FULL) {
        throw e;
      }
    }
  }

  /**
   * Leaves transactions to the user of the connection. With auto-commit off, the driver does not
   * try to begin a transaction of its own before every change. None is open afterwards.
   */
  static void leaveTransactionsToCaller(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("COMMIT");
    }
  }

  /** Returns a source of read-only connections. */
  static DataSource readerSource(Path database) {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setCacheSize(READER_CACHE);
    config.setTempStore(SQLiteConfig.TempStore.MEMORY);
    return source(database, config);
  }

  private static DataSource source(Path database, SQLiteConfig config) {
    config.setBusyTimeout(BUSY_MILLIS);
    config.setGetGeneratedKeys(false); // otherwise the driver queries them after every insert
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + database);
    return source;
  }
}
