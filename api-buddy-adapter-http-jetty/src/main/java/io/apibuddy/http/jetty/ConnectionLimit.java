package io.apibuddy.http.jetty;

import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.ServerConnector;

/** A limit of open connections that can change; those beyond it wait to be accepted. */
final class ConnectionLimit extends NetworkConnectionLimit {

  ConnectionLimit(int most, ServerConnector connector) {
    super(most, connector);
  }

  /** Changes it; connections that are open stay, even if they are more. */
  void change(int most) {
    setMaxNetworkConnectionCount(most);
    // Jetty looks at the limit only when a connection comes or goes: here nobody does both.
    onAccepting(null);
    onAcceptFailed(null, null);
  }
}
