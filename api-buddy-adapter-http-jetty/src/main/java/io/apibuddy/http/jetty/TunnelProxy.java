package io.apibuddy.http.jetty;

import java.util.Map;
import org.eclipse.jetty.client.Origin;
import org.eclipse.jetty.client.ProxyConfiguration;
import org.eclipse.jetty.io.ClientConnectionFactory;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;

/** Makes Jetty's client reach upstreams through a {@link Tunnel} of a {@link ForwardProxy}. */
final class TunnelProxy extends ProxyConfiguration.Proxy {
  private final ForwardProxy proxy;

  TunnelProxy(ForwardProxy proxy) {
    super(new Origin.Address(proxy.host(), proxy.port()), false, null, null);
    this.proxy = proxy;
  }

  @Override
  public boolean matches(Origin origin) {
    return proxy.leadsTo(origin.getAddress().getHost());
  }

  @Override
  public ClientConnectionFactory newClientConnectionFactory(ClientConnectionFactory upstreams) {
    return new ClientConnectionFactory() {
      @Override
      public Connection newConnection(EndPoint endPoint, Map<String, Object> context) {
        return customize(new Tunnel(endPoint, context, upstreams, proxy.authorization()), context);
      }
    };
  }
}
