package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.HttpFrontend;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Notices;
import io.apibuddy.ports.spi.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** Starts front ends on free ports and closes them after each test. */
abstract class FrontendTestSupport {

  static final String GET = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";
  static final String LAST_GET = "GET /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";

  final TestHandler handler = new TestHandler();
  private final List<HttpFrontend> made = new ArrayList<>();
  private HttpFrontend frontend = newFrontend(Map.of());

  final HttpFrontend newFrontend(Map<String, ?> settings) {
    Map<String, Object> all =
        new HashMap<>(Map.of("port", 0L, "shutdown_grace", Duration.ofSeconds(1)));
    all.putAll(settings);
    return made(
        new JettyHttpFrontendProvider().create(AdapterContext.of(Settings.of(all)), handler));
  }

  private HttpFrontend made(HttpFrontend latest) {
    made.add(latest);
    frontend = latest;
    return latest;
  }

  /** Starts a front end that waits for short content as long as {@code shortContentTimeout}. */
  final InetSocketAddress startWaiting(Duration shortContentTimeout) throws IOException {
    ServerSettings settings =
        ServerSettings.from(Settings.of(Map.of("port", 0L, "shutdown_grace", Duration.ZERO)));
    return made(new JettyHttpFrontend(settings, shortContentTimeout, handler, Notices.SILENT))
        .start();
  }

  final InetSocketAddress start() throws IOException {
    return frontend.start();
  }

  final InetSocketAddress start(Map<String, ?> settings) throws IOException {
    return newFrontend(settings).start();
  }

  final HttpFrontend frontend() {
    return frontend;
  }

  final RawConnection connect() throws IOException {
    return RawConnection.to(start());
  }

  /** Sends a request to the front end, which it starts, and returns all bytes that come back. */
  final String exchange(String request) throws IOException {
    try (RawConnection connection = connect()) {
      return connection.send(request).readToEnd();
    }
  }

  @AfterEach
  final void closeFrontends() {
    made.forEach(HttpFrontend::close);
  }
}
