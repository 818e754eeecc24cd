package io.apibuddy.http.jetty;

import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.Connector;

/** Creates a {@link ServerConnection} for each accepted socket. */
final class ServerConnectionFactory extends AbstractConnectionFactory {

  private final ServerContext context;

  ServerConnectionFactory(ServerContext context) {
    super("http/1.1");
    this.context = context;
  }

  @Override
  public Connection newConnection(Connector connector, EndPoint endPoint) {
    return configure(new ServerConnection(context, endPoint), connector, endPoint);
  }
}
