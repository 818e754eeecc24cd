package io.apibuddy.bootstrap.system;

import static io.apibuddy.bootstrap.system.ScriptedUpstream.WELL;
import static io.apibuddy.bootstrap.system.ScriptedUpstream.ok;
import static io.apibuddy.bootstrap.system.ScriptedUpstream.saying;
import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.bootstrap.CachingProxy;
import io.apibuddy.ports.contract.RawUpstream.Peer;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Interim answers and trailer sections (RFC 9110 sections 15.2 and 6.5). */
@Timeout(60)
class InterimAndTrailerTest {

  private static final String LINK = "Link: <https://cdn.example/s.css>; rel=preload";

  private static ScriptedUpstream upstream;
  private static CachingProxy proxy;

  private static String interim(String status, String... fields) {
    StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append("\r\n");
    for (String field : fields) {
      head.append(field).append("\r\n");
    }
    return head.append("\r\n").toString();
  }

  @BeforeAll
  static void start() throws IOException {
    upstream = new ScriptedUpstream();
    proxy = CachingProxy.builder().map("api", upstream.url()).start();
  }

  @AfterAll
  static void stop() {
    proxy.close();
    upstream.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT"})
  void interimAnswersPrecedeTheFinalOneAndAreNotStored(String method) throws Exception {
    String target = "/hints-" + method;
    upstream.on(
        target,
        saying(
            interim("100 Continue")
                + interim("102 Processing")
                + interim("103 Early Hints", LINK, "Connection: X-Hop", "X-Hop: 1")
                + ok(WELL)));
    try (Peer client = RawHttp.ask(proxy.port(), method, "/api" + target, "HTTP/1.1")) {
      assertThat(client.readHead()).startsWith("HTTP/1.1 100 Continue\r\nVia: 1.1 api-buddy-");
      assertThat(client.readHead()).startsWith("HTTP/1.1 102 Processing\r\nVia: 1.1 api-buddy-");
      assertThat(client.readHead())
          .startsWith("HTTP/1.1 103 ")
          .contains("\r\n" + LINK + "\r\n", "\r\nVia: 1.1 api-buddy-")
          .doesNotContain("X-Hop");
      assertThat(client.readMessage()).startsWith("HTTP/1.1 200 ").endsWith(WELL);
    }
    try (Peer client = RawHttp.ask(proxy.port(), method, "/api" + target, "HTTP/1.0")) {
      assertThat(client.readMessage()).startsWith("HTTP/1.1 200 ").endsWith(WELL);
    }
    upstream.heal(target);
    try (Peer client = RawHttp.ask(proxy.port(), method, "/api" + target, "HTTP/1.1")) {
      assertThat(client.readMessage()).startsWith("HTTP/1.1 200 ").endsWith(WELL);
    }
  }

  private static final String TRAILED =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\nc8\r\n"
          + "x".repeat(200)
          + "\r\n0\r\nX-Sum: 7\r\nContent-Length: 5\r\nSet-Cookie: a=1\r\n\r\n";

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST", "PUT"})
  void trailersFollowTheLastChunkOfLiveAndReplayedAnswers(String method) throws Exception {
    String target = "/trailers-" + method;
    upstream.on(target, saying(TRAILED));
    for (int i = 0; i < 2; i++) {
      try (Peer client = RawHttp.ask(proxy.port(), method, "/api" + target, "HTTP/1.1")) {
        assertThat(client.readHead())
            .contains("Transfer-Encoding: chunked\r\n")
            .doesNotContain("Content-Length");
        assertThat(client.readThrough("\r\n\r\n"))
            .endsWith("x\r\n0\r\nX-Sum: 7\r\n\r\n")
            .hasSize(4 + 202 + 3 + 12);
      }
    }
    assertThat(upstream.calls(method + ' ' + target)).isEqualTo(method.equals("PUT") ? 2 : 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT"})
  void http10ClientsGetNoTrailers(String method) throws Exception {
    String target = "/old-" + method;
    upstream.on(target, saying(TRAILED));
    for (int i = 0; i < 2; i++) {
      try (Peer client = RawHttp.ask(proxy.port(), method, "/api" + target, "HTTP/1.0")) {
        assertThat(client.readRemainder().text())
            .endsWith("\r\n\r\n" + "x".repeat(200))
            .doesNotContain("X-Sum", "chunked");
      }
    }
  }
}
