package io.apibuddy.http.jetty;

import io.apibuddy.ports.time.Ticker;
import java.time.Duration;
import java.time.InstantSource;
import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.client.DuplexConnectionPool;
import org.jspecify.annotations.Nullable;

/**
 * The pool of connections to one upstream. It hands out only those that are fit for another
 * request, and remembers whether the upstream has sent bytes out of turn, that is, bytes that
 * belong to no request. Safe for concurrent use.
 */
final class UpstreamConnectionPool extends DuplexConnectionPool {

  /** Tag of requests that need a new connection, which is used once and never shared. */
  static final Object NEW_CONNECTION = "new-connection";

  /** How long no connection is kept after the upstream sent bytes out of turn. */
  static final Duration DISTRUST_PERIOD = Duration.ofMinutes(10);

  /** How long a connection is kept that no request uses. */
  static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);

  /** How long a connection is used at most: the upstream's name may lead elsewhere by then. */
  static final Duration MAX_LIFETIME = Duration.ofMinutes(5);

  private final InstantSource clock;
  private final Ticker ticker;
  private volatile boolean distrusts;
  private volatile long distrustedAt;

  UpstreamConnectionPool(
      Destination destination, int maxConnections, InstantSource clock, Ticker ticker) {
    super(destination, maxConnections);
    this.clock = clock;
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
      remove(connection); // first: closing it would open another one in its place
      connection.close();
    }
  }

  /** Returns the time of the wall clock, in milliseconds. */
  long millis() {
    return clock.millis();
  }

  /** Returns the time of the clock by which connections are kept, in nanoseconds. */
  long nanos() {
    return ticker.nanos();
  }

  /** Notes that the upstream sent bytes out of turn. */
  void distrust() {
    distrustedAt = ticker.nanos();
    distrusts = true;
  }

  /** Returns whether the upstream ever sent bytes out of turn. */
  boolean distrusts() {
    return distrusts;
  }

  /**
   * Returns whether the upstream sent bytes out of turn within {@link #DISTRUST_PERIOD}. If so,
   * each connection is for one request.
   */
  boolean isWary() {
    return distrusts && ticker.nanos() - distrustedAt < DISTRUST_PERIOD.toNanos();
  }
}
