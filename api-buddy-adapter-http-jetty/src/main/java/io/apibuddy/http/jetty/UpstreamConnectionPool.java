package io.apibuddy.http.jetty;

import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.client.DuplexConnectionPool;
import org.jspecify.annotations.Nullable;

/** Keeps connections that are fit for another request and hands out those that still are. */
final class UpstreamConnectionPool extends DuplexConnectionPool {

  /** Tags requests whose connection must be new: it is used once and never shared. */
  static final Object NEW_CONNECTION = "new-connection";

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
      if (connection == null || isFit((org.eclipse.jetty.io.Connection) connection)) {
        return connection;
      }
      remove(connection);
      connection.close();
    }
  }

  private static boolean isFit(org.eclipse.jetty.io.Connection connection) {
    return ConnectionWatch.of(connection).isFit(connection);
  }

  @Override
  protected boolean deactivate(Connection connection) {
    org.eclipse.jetty.io.Connection transport = (org.eclipse.jetty.io.Connection) connection;
    if (!ConnectionWatch.of(transport).rest(transport)) {
      return !remove(connection);
    }
    return super.deactivate(connection);
  }
}
