package io.apibuddy.http.jetty;

import io.apibuddy.ports.contract.UpstreamClientContract;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.upstream.UpstreamClient;

class JettyUpstreamClientTest implements UpstreamClientContract {

  @Override
  public UpstreamClient newClient() {
    return new JettyUpstreamClientProvider().create(AdapterContext.of(Settings.NONE));
  }
}
