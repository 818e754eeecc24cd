package io.apibuddy.http.jetty;

import org.eclipse.jetty.io.Connection;

/** A connection as one exchange found it, to tell afterwards what had happened on it. */
final class UsedConnection {

  private final Connection connection;
  private final ConnectionWatch watch;
  private final boolean reused;
  private final long bytesBefore;
  private volatile boolean endedFirst;

  UsedConnection(org.eclipse.jetty.client.Connection connection) {
    this.connection = (Connection) connection;
    this.watch = ConnectionWatch.of(this.connection);
    this.reused = this.connection.getMessagesIn() > 0;
    this.bytesBefore = this.connection.getBytesIn();
  }

  ConnectionWatch watch() {
    return watch;
  }

  /** Runs {@code action} once the thread that reads from the connection has read what is there. */
  void afterReading(Runnable action) {
    ConnectionWatch.endPoint(connection).afterReading(action);
  }

  /** Takes note, before the failed connection is closed, whether the peer had closed it. */
  void freeze() {
    endedFirst = watch.hasEnded();
  }

  /** Returns whether the peer had closed the connection when the exchange failed. */
  boolean hadEnded() {
    return endedFirst;
  }

  /** Returns whether the connection was kept from an earlier exchange and no answer came on it. */
  boolean isStale() {
    return reused && connection.getBytesIn() == bytesBefore;
  }
}
