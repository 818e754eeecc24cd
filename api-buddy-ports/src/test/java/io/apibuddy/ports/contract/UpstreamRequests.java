package io.apibuddy.ports.contract;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.upstream.UpstreamClient;
import io.apibuddy.ports.upstream.UpstreamException;
import io.apibuddy.ports.upstream.UpstreamRequest;
import io.apibuddy.ports.upstream.UpstreamResponse;
import io.apibuddy.ports.upstream.UpstreamTimeouts;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Requests for tests of upstream clients, and checks of their outcome. */
public final class UpstreamRequests {

  /** Time-outs that are long enough for a loaded machine. */
  public static final UpstreamTimeouts PATIENT =
      new UpstreamTimeouts(Duration.ofSeconds(50), Duration.ofSeconds(50), Duration.ofSeconds(50));

  /** A response that leaves the connection open. */
  public static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private UpstreamRequests() {}

  /** Returns a GET request for {@code /}. */
  public static UpstreamRequest get(URI origin) {
    return request(origin, "GET", "/", Headers.EMPTY, Body.EMPTY, PATIENT);
  }

  /** Returns a GET request for {@code /} with the given time-outs. */
  public static UpstreamRequest get(URI origin, UpstreamTimeouts timeouts) {
    return request(origin, "GET", "/", Headers.EMPTY, Body.EMPTY, timeouts);
  }

  /** Returns a POST request for {@code /} with content. */
  public static UpstreamRequest post(URI origin, Body body) {
    return request(origin, "POST", "/", Headers.EMPTY, body, PATIENT);
  }

  /** Returns a request that may use any connection. */
  public static UpstreamRequest request(
      URI origin,
      String method,
      String target,
      Headers headers,
      Body body,
      UpstreamTimeouts timeouts) {
    return new UpstreamRequest(
        "alias", origin, method, target, headers, body, timeouts, false, head -> {});
  }

  /** Reads all content of a response; each byte becomes a character. */
  public static String text(UpstreamResponse response) throws IOException {
    return new String(response.body().stream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  /** Sends a request that must fail; returns the failure. */
  public static UpstreamException failure(UpstreamClient client, UpstreamRequest request) {
    return catchThrowableOfType(UpstreamException.class, () -> client.send(request).close());
  }

  /** Closes a resource before the end of the test, which would close it otherwise. */
  public static void giveUp(AutoCloseable closeable) throws Exception {
    closeable.close();
  }
}
