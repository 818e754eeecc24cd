package io.apibuddy.bootstrap.fakes;

import io.apibuddy.ports.http.ExchangeHandler;
import io.apibuddy.ports.http.HttpFrontend;
import io.apibuddy.ports.http.HttpFrontendProvider;
import io.apibuddy.ports.spi.AdapterContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A front end that binds nothing. */
public class FakeFrontendProvider implements HttpFrontendProvider {

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public HttpFrontend create(AdapterContext context, ExchangeHandler handler) {
    return new HttpFrontend() {
      @Override
      public InetSocketAddress start() throws IOException {
        int port = Journal.bind();
        Journal.step("frontend start on " + context.settings().number("port", -1));
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      }

      @Override
      public void close() {
        Journal.step("frontend close");
      }
    };
  }
}
