package io.apibuddy.http.jetty;

import io.apibuddy.ports.contract.HttpFrontendContract;
import io.apibuddy.ports.http.ExchangeHandler;
import io.apibuddy.ports.http.HttpFrontend;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;

class JettyHttpFrontendTest implements HttpFrontendContract {

  @Override
  public HttpFrontend newFrontend(Settings settings, ExchangeHandler handler) {
    return new JettyHttpFrontendProvider().create(AdapterContext.of(settings), handler);
  }
}
