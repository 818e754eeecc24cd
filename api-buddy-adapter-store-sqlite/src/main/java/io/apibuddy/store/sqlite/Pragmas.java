package io.apibuddy.store.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** How connections are set up. */
final class Pragmas {
  private static final int BUSY_MILLIS = 1000;

  private static final List<String> WRITER =
      List.of(
          // 8 KiB pages hold a typical entry in one piece. Counts for a new file only, and only
          // before it is switched to the log.
          "PRAGMA page_size = 8192",
          // Readers go on while the writer writes.
          "PRAGMA journal_mode = WAL",
          // With the log, a crash of the machine may lose the last commits but damages nothing.
          "PRAGMA synchronous = NORMAL",
          // The log is carried over every 1000 pages: 8 MiB, and short stalls.
          "PRAGMA wal_autocheckpoint = 1000",
          // After a peak the log file shrinks to this size again.
          "PRAGMA journal_size_limit = 33554432",
          // Deletion overwrites no content: it is a cache, and it would double the writes.
          "PRAGMA secure_delete = OFF",
          // A schema in a foreign file runs no function of ours.
          "PRAGMA trusted_schema = OFF",
          "PRAGMA foreign_keys = ON",
          // Sorting happens in memory.
          "PRAGMA temp_store = MEMORY",
          // 16 MiB of pages, negative means KiB.
          "PRAGMA cache_size = -16384");

  private Pragmas() {}

  /** Opens a connection that has changed nothing yet. */
  static Connection open(Path database) throws SQLException {
    return source(database, new SQLiteConfig()).getConnection();
  }

  /** Makes a connection the writer's. */
  static void setUpWriter(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String pragma : WRITER) {
        statement.execute(pragma);
      }
    }
  }

  /** Returns a source of connections that cannot change anything. */
  static DataSource readerSource(Path database) {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setCacheSize(-4096);
    config.setTempStore(SQLiteConfig.TempStore.MEMORY);
    return source(database, config);
  }

  private static DataSource source(Path database, SQLiteConfig config) {
    config.setBusyTimeout(BUSY_MILLIS);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + database);
    return source;
  }
}
