package io.apibuddy.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9112: a request has exactly one interpretation, or is refused. */
class RequestFramingTest extends FrontendTestSupport {

  private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: h\r\nX: a\r\n b\r\n\r\n",
        "GET / HTTP/1.1\nHost: h\n\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET /a\tb HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET /\r\n\r\n",
      })
  void refusesAmbiguousOrMalformedRequestsWith400(String request) throws IOException {
    String answer = exchange(request + SMUGGLED);

    assertThat(answer).startsWith("HTTP/1.1 400 Bad Request\r\n");
    assertThat(answer).contains("application/problem+json").contains("Connection: close");
    assertThat(answer).doesNotContain("Server:").endsWith("{\"status\":400}");
    assertThat(answer.split("HTTP/1.1 ", -1)).hasSize(2);
    assertThat(handler.requests).isEmpty();
    assertThat(handler.rejections).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x\r\n",
        "5\r\nhello5\r\nhello\r\n0\r\n\r\n",
        "5\r\nhello\r\n0\r\nbad trailer\r\n\r\n",
      })
  void refusesMalformedChunks(String chunks) throws IOException {
    handler.script =
        request -> {
          try {
            request.body().stream().readAllBytes();
          } catch (IOException e) {
            return handler.response(502, io.apibuddy.ports.http.Body.EMPTY, "Content-Length", "0");
          }
          return handler.text("read");
        };
    String answer =
        exchange("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + GET);

    assertThat(answer).startsWith("HTTP/1.1 400 ").contains("Connection: close");
    assertThat(answer.split("HTTP/1.1 ", -1)).hasSize(2);
  }

  @Test
  void refusesOtherMajorVersionsWith505() throws IOException {
    assertThat(exchange("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")).startsWith("HTTP/1.1 505 ");
  }

  @Test
  void refusesHeadsAndTargetsOverTheirLimits() throws IOException {
    InetSocketAddress address = start();
    String longTarget = "GET /" + "a".repeat(8192) + " HTTP/1.1\r\nHost: h\r\n\r\n";
    String longHead = "GET / HTTP/1.1\r\nHost: h\r\nX: " + "a".repeat(16_384) + "\r\n\r\n";
    assertThat(exchangeWith(address, longTarget)).startsWith("HTTP/1.1 414 ");
    assertThat(exchangeWith(address, longHead)).startsWith("HTTP/1.1 431 ");
    assertThat(exchangeWith(address, "GET /" + "a".repeat(100_000) + " "))
        .startsWith("HTTP/1.1 414 ");
    String allowed =
        "GET /" + "a".repeat(8191) + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
    assertThat(exchangeWith(address, allowed)).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void refusesContentOverTheLimit() throws IOException {
    handler.script = request -> handler.text("" + request.body().stream().readAllBytes().length);
    InetSocketAddress address = start(Map.of("max_request_size", 10L));
    String post = "POST /up HTTP/1.1\r\nHost: h\r\nConnection: close\r\n";
    assertThat(exchangeWith(address, post + "Content-Length: 11\r\n\r\n"))
        .startsWith("HTTP/1.1 413 ");
    assertThat(handler.requests).isEmpty();
    assertThat(handler.refused)
        .extracting(request -> request.head().target())
        .containsExactly("/up");
    String chunked = post + "Transfer-Encoding: chunked\r\n\r\n8\r\n12345678\r\n";
    assertThat(exchangeWith(address, chunked + "3\r\nabc\r\n0\r\n\r\n"))
        .startsWith("HTTP/1.1 413 ");
    assertThat(exchangeWith(address, chunked + "2\r\nab\r\n0\r\n\r\n")).endsWith("10");
  }

  /** RFC 9110 section 9.3.2: no content, and the Content-Length that a GET would have. */
  @Test
  void refusedHeadRequestIsAnsweredWithoutContent() throws IOException {
    InetSocketAddress address = start(Map.of("max_request_size", 10L));

    assertThat(exchangeWith(address, "HEAD /up HTTP/1.1\r\nHost: h\r\nContent-Length: 11\r\n\r\n"))
        .startsWith("HTTP/1.1 413 ")
        .contains("\r\nContent-Length: 14\r\n")
        .endsWith("\r\n\r\n");
  }

  @Test
  void takesTheAuthorityFromAnAbsoluteTarget() throws IOException {
    exchange("GET http://other:81/x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");

    assertThat(handler.requests.get(0).authority()).isEqualTo("other:81");
  }

  @Test
  void reportsThePortThatTheClientConnectedTo() throws IOException {
    InetSocketAddress address = start();
    exchangeWith(address, "GET /x HTTP/1.1\r\nHost: h:1\r\nConnection: close\r\n\r\n");

    assertThat(handler.requests.get(0).localPort()).isEqualTo(address.getPort());
  }

  private static String exchangeWith(InetSocketAddress address, String text) throws IOException {
    try (RawConnection connection = RawConnection.to(address)) {
      return connection.send(text).readToEnd();
    }
  }
}
