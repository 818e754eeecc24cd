package io.apibuddy.http.jetty;

import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.client.DuplexConnectionPool;

/** Keeps the connections to an origin; each takes one request at a time. */
final class UpstreamConnectionPool extends DuplexConnectionPool {

  /** Tags requests whose connection must be new: it is used once and never shared. */
  static final Object NEW_CONNECTION = "new-connection";

  UpstreamConnectionPool(Destination destination, int maxConnections) {
    super(destination, maxConnections);
    if (NEW_CONNECTION.equals(destination.getOrigin().getTag())) {
      setMaxUsage(1);
    }
  }
}
