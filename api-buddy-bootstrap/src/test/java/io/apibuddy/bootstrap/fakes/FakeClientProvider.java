package io.apibuddy.bootstrap.fakes;

import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.upstream.UpstreamClient;
import io.apibuddy.ports.upstream.UpstreamClientProvider;
import io.apibuddy.ports.upstream.UpstreamRequest;
import io.apibuddy.ports.upstream.UpstreamResponse;

/** An upstream client that sends nothing. */
public final class FakeClientProvider implements UpstreamClientProvider {

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public UpstreamClient create(AdapterContext context) {
    if (context.settings().text("upstream_ca_file") != null) {
      throw new IllegalArgumentException("upstream_ca_file: no such file");
    }
    return new UpstreamClient() {
      @Override
      public UpstreamResponse send(UpstreamRequest request) {
        throw new UnsupportedOperationException();
      }

      @Override
      public void close() {
        Journal.step("client close");
      }
    };
  }
}
