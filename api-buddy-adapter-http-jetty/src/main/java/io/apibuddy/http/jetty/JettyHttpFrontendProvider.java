package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.ExchangeHandler;
import io.apibuddy.ports.http.HttpFrontend;
import io.apibuddy.ports.http.HttpFrontendProvider;
import io.apibuddy.ports.spi.AdapterContext;
import java.util.Objects;

/** Provides the Jetty-based {@link HttpFrontend} under the name {@code jetty}. */
public final class JettyHttpFrontendProvider implements HttpFrontendProvider {

  /** Creates the provider; for {@link java.util.ServiceLoader}. */
  public JettyHttpFrontendProvider() {}

  @Override
  public String name() {
    return "jetty";
  }

  @Override
  public HttpFrontend create(AdapterContext context, ExchangeHandler handler) {
    return new JettyHttpFrontend(
        ServerSettings.from(context.settings()),
        Objects.requireNonNull(handler, "handler"),
        context.notices());
  }
}
