package io.apibuddy.store.sqlite;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;
import io.apibuddy.ports.store.local.PlatformThreads;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.sqlite.SQLiteConnection;

/**
 * Reads through a pool of connections that cannot write. A query runs on a platform thread: the
 * caller's own if it is one, else one of a few, since a native call would pin a virtual thread to
 * its carrier. Safe for concurrent use.
 */
final class Readers {
  static final int CONNECTIONS = 8;

  /** How long a query waits for a connection; without a file there will be none. */
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private static final Duration DEADLINE = Duration.ofSeconds(2);

  private final HikariDataSource pool;
  private final PlatformThreads threads =
      new PlatformThreads("api-buddy-sqlite-reader", CONNECTIONS);
  private final Map<Connection, Statements> statements = new ConcurrentHashMap<>();

  Readers(Path database) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("api-buddy-sqlite");
    config.setDataSource(Pragmas.readerSource(database));
    config.setReadOnly(true);
    config.setMaximumPoolSize(CONNECTIONS);
    // All of them, opened behind while the rest starts: the first requests of a busy machine would
    // lose their patience with a pool that grows under them.
    config.setMinimumIdle(CONNECTIONS);
    config.setConnectionTimeout(PATIENCE.toMillis());
    config.setMaxLifetime(0); // prepared statements live as long as their connection
    config.setIdleTimeout(0);
    config.setInitializationFailTimeout(-1);
    pool = new HikariDataSource(config);
  }

  /**
   * Runs a query on one connection.
   *
   * @throws StoreException if it fails or no connection is free in time
   */
  <T> T call(Query<T> query) {
    if (pool.isClosed()) {
      throw new StoreException(Kind.CLOSED, "the store is closed");
    }
    return threads.run(() -> run(query), DEADLINE);
  }

  /** Returns how many connections are open. */
  int connections() {
    return pool.getHikariPoolMXBean().getTotalConnections();
  }

  void close() {
    threads.close(DEADLINE);
    pool.close();
  }

  private <T> T run(Query<T> query) {
    try (Connection lease = pool.getConnection()) {
      Connection connection = lease.unwrap(SQLiteConnection.class);
      Statements kept = statements.computeIfAbsent(connection, Statements::new);
      try {
        return query.run(kept);
      } catch (SQLException e) {
        kept.discard();
        throw e;
      }
    } catch (SQLException e) {
      if (pool.isClosed()) {
        throw new StoreException(Kind.CLOSED, "the store was closed", e);
      }
      throw SqliteErrors.translate(e);
    }
  }
}
