package io.apibuddy.http.jetty;

import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.ServerConnector;

/**
 * A limit of open connections that can change while the server runs. Connections beyond it wait to
 * be accepted.
 */
final class ConnectionLimit extends NetworkConnectionLimit {

  ConnectionLimit(int limit, ServerConnector connector) {
    super(limit, connector);
  }

  /** Changes the limit. Open connections stay open, even if there are more of them. */
  void change(int limit) {
    setMaxNetworkConnectionCount(limit);
    // Jetty checks the limit only when a connection comes or goes: pretend that one does both.
    onAccepting(null);
    onAcceptFailed(null, null);
  }
}
