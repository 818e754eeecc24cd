package io.apibuddy.http.jetty;

import io.apibuddy.ports.time.Ticker;
import java.time.Duration;
import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.client.DuplexConnectionPool;
import org.jspecify.annotations.Nullable;

/**
 * Hands out connections that are fit for another request, and knows whether the upstream is one
 * whose connections are. Safe for concurrent use.
 */
final class UpstreamConnectionPool extends DuplexConnectionPool {

  /** Tags requests whose connection must be new: it is used once and never shared. */
  static final Object NEW_CONNECTION = "new-connection";

  /** For how long no connection is kept after the upstream sent what belonged to nothing. */
  static final Duration WARY = Duration.ofMinutes(10);

  /** How long a connection is used: the upstream's name may lead elsewhere by then. */
  static final Duration LONGEST_USE = Duration.ofMinutes(5);

  private final Ticker ticker;
  private volatile boolean distrusts;
  private volatile long distrustedAt;

  UpstreamConnectionPool(Destination destination, int maxConnections, Ticker ticker) {
    super(destination, maxConnections);
    this.ticker = ticker;
    if (NEW_CONNECTION.equals(destination.getOrigin().getTag())) {
      setMaxUsage(1);
    }
  }

  @Override
  protected @Nullable Connection activate() {
    while (true) {
      Connection connection = super.activate();
      if (connection == null || ((UpstreamConnection) connection).isFit()) {
        return connection;
      }
      remove(connection); // before it is closed, which would ask for another in its place
      connection.close();
    }
  }

  /** Returns the time by which connections are kept. */
  long nanos() {
    return ticker.nanos();
  }

  /** Takes note that the upstream sent what belonged to nothing. */
  void distrust() {
    distrustedAt = ticker.nanos();
    distrusts = true;
  }

  /** Returns whether it ever did. */
  boolean distrusts() {
    return distrusts;
  }

  /** Returns whether it did lately: each connection is for one request then. */
  boolean isWary() {
    return distrusts && ticker.nanos() - distrustedAt < WARY.toNanos();
  }
}
