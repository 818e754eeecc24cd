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
 * Runs queries on a pool of read-only connections. A query runs on a platform thread, the caller's
 * own or one of a few, because a native call would pin a virtual thread to its carrier. Safe for
 * concurrent use.
 */
final class Readers {
  static final int CONNECTIONS = 8;

  /** How long a query waits for a connection; if the file is gone, none will come. */
  private static final Duration CONNECTION_TIMEOUT = Duration.ofMillis(500);

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
    // The first is opened now, the others in the background during the start: with a pool that
    // grows on demand, the first requests on a busy machine would time out.
    config.setMinimumIdle(CONNECTIONS);
    config.setInitializationFailTimeout(0); // if none can be opened, each query says why
    config.setConnectionTimeout(CONNECTION_TIMEOUT.toMillis());
    config.setMaxLifetime(0); // prepared statements live as long as their connection
    config.setIdleTimeout(0);
    pool = new HikariDataSource(config);
  }

  /**
   * Runs a query on one connection.
   *
   * @throws StoreException if it fails, or no connection is free in time
   */
  <T> T call(Query<T> query) {
    if (pool.isClosed()) {
      throw new StoreException(Kind.CLOSED, "the store is closed");
    }
    return threads.run(() -> run(query), DEADLINE);
  }

  /** Returns the number of open connections. */
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
      Statements cached = statements.computeIfAbsent(connection, Statements::new);
      try {
        return query.run(cached);
      } catch (SQLException e) {
        cached.discard();
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
