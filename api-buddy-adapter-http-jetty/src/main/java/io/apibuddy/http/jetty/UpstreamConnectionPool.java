package io.apibuddy.http.jetty;

import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.client.DuplexConnectionPool;
import org.jspecify.annotations.Nullable;

/** Hands out connections that are fit for another request. Safe for concurrent use. */
final class UpstreamConnectionPool extends DuplexConnectionPool {

  /** Tags requests whose connection must be new: it is used once and never shared. */
  static final Object NEW_CONNECTION = "new-connection";

  private volatile boolean distrusts;

  UpstreamConnectionPool(Destination destination, int maxConnections) {
    super(destination, maxConnections);
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

  /** Takes note that the upstream sent what belonged to nothing. */
  void distrust() {
    distrusts = true;
  }

  /** Returns whether it ever did. */
  boolean distrusts() {
    return distrusts;
  }
}
