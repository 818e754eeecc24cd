package io.apibuddy.http.jetty;

import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.upstream.UpstreamClient;
import io.apibuddy.ports.upstream.UpstreamClientProvider;

/** Provides the Jetty-based {@link UpstreamClient} under the name {@code jetty}. */
public final class JettyUpstreamClientProvider implements UpstreamClientProvider {

  /** Creates the provider; for {@link java.util.ServiceLoader}. */
  public JettyUpstreamClientProvider() {}

  @Override
  public String name() {
    return "jetty";
  }

  @Override
  public UpstreamClient create(AdapterContext context) {
    return new JettyUpstreamClient(
        ClientSettings.from(context.settings()),
        new UpstreamAddresses(context.notices()),
        context.clock(),
        context.ticker());
  }
}
