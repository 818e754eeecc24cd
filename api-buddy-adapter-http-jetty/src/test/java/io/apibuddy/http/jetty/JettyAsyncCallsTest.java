package io.apibuddy.http.jetty;

import io.apibuddy.ports.contract.AsyncClient;
import io.apibuddy.ports.contract.UpstreamClientContract;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.upstream.UpstreamClient;
import org.junit.jupiter.api.Tag;

@Tag("any-jvm")
class JettyAsyncCallsTest implements UpstreamClientContract {

  @Override
  public UpstreamClient newClient() {
    return new AsyncClient(
        new JettyUpstreamClientProvider().create(AdapterContext.of(Settings.NONE)));
  }
}
