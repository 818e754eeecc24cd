package io.apibuddy.bootstrap.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.bootstrap.CachingProxy;
import io.apibuddy.ports.contract.RawUpstream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests and answers byte by byte through the whole product. */
@Tag("any-jvm")
@Timeout(60)
class RawBytesTest {

  private static final String OK =
      "HTTP/1.1 200 OK\r\nCache-Control: no-store\r\nContent-Length: 5\r\n\r\nhello";
  private static final String LAST = "GET /m/last HTTP/1.1\r\nHost: localhost\r\nConnection: close";

  private final List<String> received = new CopyOnWriteArrayList<>();
  private volatile String answer = OK;
  private final RawUpstream upstream =
      new RawUpstream(
          peer -> {
            while (true) {
              String request = peer.skipRequest();
              if (request.contains("Transfer-Encoding: chunked")) {
                request += peer.readThrough("0\r\n\r\n");
              }
              received.add(request);
              peer.send(answer);
            }
          });
  private final CachingProxy proxy =
      CachingProxy.builder().map("m", upstream.origin() + "/base").start();

  RawBytesTest() throws IOException {}

  @AfterEach
  void close() {
    proxy.close();
    upstream.close();
  }

  /** Sends all bytes at once and returns all that comes until the proxy closes. */
  private String sendAll(String bytes) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
      socket.setSoTimeout(50_000);
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private static List<String> statuses(String answers) {
    return Stream.of(answers.split("(?=HTTP/1\\.1 [0-9]{3} )", -1))
        .filter(part -> part.startsWith("HTTP/1.1 "))
        .map(part -> part.substring(9, 12))
        .toList();
  }

  @Test
  void forwardedRequestIsRebuiltWithoutHopByHopAndOverrideFields() throws IOException {
    String answers =
        sendAll(
            "\r\nGET /m/a%2Fb%3F%23%25/./%252e?x=|{\"%zz\"}&%00 HTTP/1.1\r\n"
                + "hOST: LOCALHOST:"
                + proxy.port()
                + "\r\nX-First:  1\t\r\n"
                + "Connection: close, Authorization, Host, Content-Length, X-Mine, Via, X_y\r\n"
                + "Authorization: secret\r\nX-Mine: 1\r\nX_y: 2\r\nTE: trailers\r\n"
                + "Upgrade: h2c, websocket\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n"
                + "Keep-Alive: timeout=5\r\nProxy-Connection: keep-alive\r\n"
                + "Proxy-Authorization: Basic eA==\r\nTrailer: X\r\nExpect: 100-continue\r\n"
                + "X-Forwarded-For: 1.2.3.4\r\nX-Forwarded-Host: evil\r\nx_forwarded_proto: https\r\n"
                + "Forwarded: host=evil\r\nX-Original-URL: /admin\r\nX-Rewrite-URL: /admin\r\n"
                + "X-HTTP-Method-Override: DELETE\r\nX_HTTP_Method_Override: DELETE\r\n"
                + "X-HTTP-Method: PUT\r\nX-Method-Override: PUT\r\nAccept-Encoding: br, gzip;q=0.5\r\n"
                + "X-API-Buddy-Variant: v\r\nTransfer_Encoding: chunked\r\nContent_Length: 9\r\n"
                + "X-Last: caf\u00e9\r\nX-First: 2\r\nX-Empty:\r\n\r\n");

    assertThat(statuses(answers)).containsExactly("200");
    assertThat(received).hasSize(1);
    assertThat(received.get(0).replaceAll("api-buddy-[0-9A-Za-z]+", "api-buddy"))
        .isEqualTo(
            "GET /base/a%2Fb%3F%23%25/./%252e?x=|{\"%zz\"}&%00 HTTP/1.1\r\nHost: "
                + upstream.origin().getAuthority()
                + "\r\nX-First: 1\r\nX-Last: caf\u00e9\r\nX-First: 2\r\nX-Empty: \r\n"
                + "Accept-Encoding: gzip\r\nVia: 1.1 api-buddy\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST", "PUT", "DELETE"})
  void contentIsForwardedWithOneNormalizedContentLength(String method) throws IOException {
    String head = method + " /m/x HTTP/1.1\r\nHost: localhost\r\nX-Keep: 1\r\n";
    String answers = sendAll(head + "Content-Length: 005\r\n\r\nhello" + LAST + "\r\n\r\n");

    assertThat(statuses(answers)).containsExactly("200", "200");
    assertThat(received).hasSize(2);
    assertThat(received.get(0))
        .startsWith(method + " /base/x HTTP/1.1\r\n")
        .containsOnlyOnce("ontent-")
        .contains("Content-Length: 5\r\n")
        .endsWith("\r\n\r\nhello");
    assertThat(received.get(1)).startsWith("GET /base/last ");
  }

  @ParameterizedTest
  @CsvSource({
    "400, /m/../x",
    "400, /m/%2e%2E/x",
    "400, /m/..%2fx",
    "400, /m/a%2fb/../../x",
    "400, /m/..%5cx",
    "400, /m/a\\b",
    "400, /m/%00",
    "400, /m/%0d%0aX:%20y",
    "400, /m/%zz",
    "400, /m/%",
    "400, /m/x#f",
    "400, /m/caf\u00e9",
    "400, /m/x?caf\u00e9",
    "400, *",
    "400, m/x",
    "400, localhost:443",
    "400, http://evil.test/m/x",
    "400, http://localhost.evil.test/m/x",
    "400, http://user@localhost/m/x",
    "400, https://localhost/m/x",
    "400, ftp://localhost/m/x",
    "404, /M/x",
    "404, /%6d/x",
    "404, //m/x",
    "404, /mx",
    "404, /m;a/x",
    "404, /m%2fx",
    "404, /",
    "404, ///evil.test/",
    "200, /m",
    "200, /m//evil.test/",
    "200, /m/x;a=b/..;c",
    "200, /m/?",
    "400, http://localhost/m/x",
    "400, HTTP://LOCALHOST:1/m/x",
    "200, http://localhost:PORT/m/x",
    "200, HTTP://LOCALHOST:PORT/m/x",
  })
  void targetIsForwardedBelowItsMappingOrRefused(int status, String target) throws IOException {
    String answers =
        sendAll(
            "GET "
                + target.replace("PORT", Integer.toString(proxy.port()))
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

    assertThat(statuses(answers)).containsExactly(Integer.toString(status));
    assertThat(received).hasSize(status == 200 ? 1 : 0);
    assertThat(received).allMatch(request -> request.startsWith("GET /base"));
  }

  @ParameterizedTest
  @CsvSource({
    "421, 'GET /m/x HTTP/1.1', 'Host: evil.test'",
    "421, 'GET /m/x HTTP/1.1', 'Host: localhost.evil.test'",
    "421, 'GET /m/x HTTP/1.1', 'Host: localhost.'",
    "421, 'GET /m/x HTTP/1.1', 'Host: a,localhost'",
    "421, 'GET /m/x HTTP/1.0', 'Host: evil.test'",
    "400, 'GET /m/x HTTP/1.1', 'X: y'",
    "400, 'GET /m/x HTTP/1.1', 'Host:'",
    "400, 'GET /m/x HTTP/1.1', 'Host: localhost@evil.test'",
    "400, 'GET /m/x HTTP/1.1', 'Host: localhost:x'",
    "405, 'CONNECT evil.test:443 HTTP/1.1', 'Host: evil.test:443'",
    "405, 'TRACE /m/x HTTP/1.1', 'Host: localhost'",
    "417, 'GET /m/x HTTP/1.1', 'Host: localhost\r\nExpect: 200-ok'",
    "505, 'GET /m/x HTTP/2.0', 'Host: localhost'",
    "505, 'PRI * HTTP/2.0', ''",
    "400, 'GET /m/x', 'Host: localhost'",
    "400, 'POST /m/x HTTP/1.1', 'Host: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked'",
    "400, 'POST /m/x HTTP/1.1', 'Host: localhost\r\nTransfer-Encoding: xchunked'",
    "400, 'POST /m/x HTTP/1.0', 'Host: localhost\r\nTransfer-Encoding: chunked'",
    "400, 'POST /m/x HTTP/1.1', 'Host: localhost\r\nContent-Length: 5\r\nContent-Length: 5'",
  })
  void refusedRequestIsAnsweredOnceAndNothingAfterItIsRead(int status, String line, String fields)
      throws IOException {
    String answers =
        sendAll(
            line + "\r\n" + fields + "\r\nConnection: close\r\n\r\n0\r\n\r\n" + LAST + "\r\n\r\n");

    assertThat(statuses(answers)).containsExactly(Integer.toString(status));
    assertThat(answers).contains("application/problem+json", "\r\nConnection: close\r\n");
    assertThat(received).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/m/x", "/admin/health"})
  void http10RequestNeedsNoHost(String target) throws IOException {
    assertThat(statuses(sendAll("GET " + target + " HTTP/1.0\r\n\r\n"))).containsExactly("200");
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrderUntilOneIsMalformed() throws IOException {
    String get = "GET /m/%s HTTP/1.1\r\nHost: localhost\r\n\r\n";
    String answers =
        sendAll(
            get.formatted("1")
                + get.formatted("../x")
                + get.formatted("2")
                + "GET /m/3 HTTP/1.1\r\nHost: localhost\r\n folded\r\n\r\n"
                + get.formatted("4"));

    assertThat(statuses(answers)).containsExactly("200", "400", "200", "400");
    assertThat(received).hasSize(2);
    assertThat(received.get(1)).startsWith("GET /base/2 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "POST", "PUT"})
  void malformedChunkIsABadRequestAndIsNotForwardedAsComplete(String method) throws IOException {
    String answers =
        sendAll(
            method
                + " /m/x HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "5\r\nhello\r\n5x\r\nhello\r\n0\r\n\r\n"
                + LAST
                + "\r\n\r\n");

    assertThat(statuses(answers)).containsExactly("400");
    assertThat(received).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"X: a\rY: b", "X: a\u0000b", "X\u0000: a"})
  void answerWithAmbiguousFieldsIsABadGateway(String line) throws IOException {
    answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n" + line + "\r\n\r\nhello";
    String answers = sendAll(LAST + "\r\n\r\n");

    assertThat(statuses(answers)).containsExactly("502");
    assertThat(answers).doesNotContain("Y: b");
  }

  @Test
  void halfClosedClientAndByteByByteClientAreAnswered() throws IOException {
    assertThat(statuses(RawHttp.exchange(proxy.port(), LAST + "\r\n\r\n"))).containsExactly("200");
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(50_000);
      for (byte octet : (LAST + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1)) {
        socket.getOutputStream().write(octet);
      }
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
          .startsWith("HTTP/1.1 200 OK\r\n")
          .endsWith("hello");
    }
  }

  @Test
  void truncatedRequestIsNotForwardedAsComplete() throws IOException {
    for (String method : new String[] {"POST", "PUT"}) {
      String head = method + " /m/x HTTP/1.1\r\nHost: localhost\r\n";
      for (String content :
          new String[] {
            "Content-Length: 9\r\n\r\nhello",
            "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
            "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n",
          }) {
        assertThat(statuses(RawHttp.exchange(proxy.port(), head + content)))
            .isSubsetOf("400", "499");
      }
    }
    assertThat(received).isEmpty();
  }
}
