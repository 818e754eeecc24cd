package io.apibuddy.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ProtocolVersion;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.upstream.UpstreamClient;
import io.apibuddy.ports.upstream.UpstreamException;
import io.apibuddy.ports.upstream.UpstreamException.Kind;
import io.apibuddy.ports.upstream.UpstreamException.RequestSent;
import io.apibuddy.ports.upstream.UpstreamRequest;
import io.apibuddy.ports.upstream.UpstreamResponse;
import io.apibuddy.ports.upstream.UpstreamTimeouts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link UpstreamClient} promises, held against an upstream that speaks raw bytes. */
@Timeout(60)
public interface UpstreamClientContract {

  /** Long enough for a loaded machine. */
  UpstreamTimeouts PATIENT =
      new UpstreamTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(15), Duration.ofSeconds(15));

  /** An answer that leaves the connection open. */
  String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  /** Returns a new client with its defaults. */
  UpstreamClient newClient();

  /** Returns a GET request for {@code /}. */
  static UpstreamRequest get(URI origin) {
    return request(origin, "GET", "/", Headers.EMPTY, Body.EMPTY, PATIENT);
  }

  /** Returns a request on any connection. */
  static UpstreamRequest request(
      URI origin,
      String method,
      String target,
      Headers headers,
      Body body,
      UpstreamTimeouts timeouts) {
    return new UpstreamRequest(
        "alias", origin, method, target, headers, body, timeouts, false, head -> {});
  }

  private static String text(UpstreamResponse response) throws IOException {
    return new String(response.body().stream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  private static Body bytes(String text) {
    return new Body.Bytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static Body stream(String text, long length) {
    return Body.Stream.of(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)), length);
  }

  private static void giveUp(AutoCloseable closeable) throws Exception {
    closeable.close();
  }

  private UpstreamException failure(UpstreamRequest request) {
    try (UpstreamClient client = newClient()) {
      return failure(client, request);
    }
  }

  private static UpstreamException failure(UpstreamClient client, UpstreamRequest request) {
    return catchThrowableOfType(UpstreamException.class, () -> client.send(request).close());
  }

  private Kind failureOf(RawUpstream.Conversation conversation) throws IOException {
    try (RawUpstream upstream = new RawUpstream(conversation)) {
      UpstreamException failure = failure(get(upstream.origin()));
      assertThat(failure.requestSent()).isEqualTo(RequestSent.PERHAPS);
      assertThat(failure).hasMessageNotContaining("127.0.0.1");
      return failure.kind();
    }
  }

  @Test
  default void saysHowMuchOfTheContentHasCome() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    RawUpstream.Conversation inTwoPieces =
        peer -> {
          peer.readHead();
          peer.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n");
          asked.await();
          peer.send("here");
        };
    try (RawUpstream upstream = new RawUpstream(inTwoPieces);
        UpstreamClient client = newClient();
        UpstreamResponse response = client.send(get(upstream.origin()))) {
      InputStream content = response.body().stream();
      assertThat(content.available()).isZero();
      asked.countDown();
      long start = System.nanoTime();
      while (content.available() < 4 && System.nanoTime() - start < 30_000_000_000L) {
        Thread.onSpinWait();
      }

      assertThat(content.available()).isEqualTo(4);
      assertThat(text(response)).isEqualTo("here");
      assertThat(content.available()).isZero();
    }
  }

  @Test
  default void trustsOtherAuthoritiesFromAChangeOn(@TempDir Path directory) throws Exception {
    TlsListener listener = new TlsListener(directory, "dns:localhost", "TLSv1.3");
    UpstreamRequest request = get(listener.origin());
    try (RawUpstream upstream = new RawUpstream(listener, RawUpstream.answering(OK));
        UpstreamClient client = newClient()) {
      assertThat(failure(client, request).kind()).isEqualTo(Kind.TLS_FAILED);

      client.reconfigure(authority("upstream_ca_file", listener));
      client.send(request).close();

      client.reconfigure(authority("upstream_ca_file.alias", listener));
      client.send(request).close();

      client.reconfigure(authority("upstream_ca_file.other", listener));
      assertThat(failure(client, request).kind()).isEqualTo(Kind.TLS_FAILED);
      assertThat(upstream.connections()).isGreaterThan(2);
    }
  }

  @Test
  default void anExchangeEndsUnderTheAuthoritiesItBeganWith(@TempDir Path directory)
      throws Exception {
    TlsListener listener = new TlsListener(directory, "dns:localhost", "TLSv1.3");
    CountDownLatch changed = new CountDownLatch(1);
    RawUpstream.Conversation slow =
        peer -> {
          peer.readHead();
          peer.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhe");
          changed.await();
          peer.send("re");
        };
    try (RawUpstream upstream = new RawUpstream(listener, slow);
        UpstreamClient client = newClient()) {
      client.reconfigure(authority("upstream_ca_file", listener));
      try (UpstreamResponse response = client.send(get(listener.origin()))) {
        client.reconfigure(Settings.NONE);
        changed.countDown();

        assertThat(text(response)).isEqualTo("here");
      }
      assertThat(failure(client, get(listener.origin())).kind()).isEqualTo(Kind.TLS_FAILED);
      assertThat(upstream.connections()).isPositive();
    }
  }

  @Test
  default void aChangeThatIsRefusedChangesNothing(@TempDir Path directory) throws Exception {
    TlsListener listener = new TlsListener(directory, "dns:localhost", "TLSv1.3");
    try (RawUpstream upstream = new RawUpstream(listener, RawUpstream.answering(OK));
        UpstreamClient client = newClient()) {
      client.reconfigure(authority("upstream_ca_file", listener));

      String missing = directory.resolve("missing.pem").toString();
      for (String name : List.of("upstream_ca_file", "upstream_ca_file.other")) {
        assertThatThrownBy(() -> client.reconfigure(Settings.of(Map.of(name, missing))))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageStartingWith(name + ": ");
      }

      client.send(get(listener.origin())).close();
      assertThat(upstream.connections()).isPositive();
    }
  }

  @Test
  default void closingEndsWhatAChangeLeftInProgress(@TempDir Path directory) throws Exception {
    TlsListener listener = new TlsListener(directory, "dns:localhost", "TLSv1.3");
    CountDownLatch over = new CountDownLatch(1);
    RawUpstream.Conversation endless =
        peer -> {
          peer.readHead();
          peer.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhe");
          over.await();
        };
    try (RawUpstream upstream = new RawUpstream(listener, endless);
        UpstreamClient client = newClient()) {
      client.reconfigure(authority("upstream_ca_file", listener));
      try (UpstreamResponse response = client.send(get(listener.origin()))) {
        client.reconfigure(Settings.NONE);
        giveUp(client);

        assertThatThrownBy(() -> text(response)).isInstanceOf(IOException.class);
      } finally {
        over.countDown();
      }
      assertThat(upstream.connections()).isPositive();
    }
  }

  private static Settings authority(String setting, TlsListener listener) {
    return Settings.of(Map.of(setting, listener.authority().toString()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/?",
        "/a?b=|&c={\"a\"}",
        "/%2F%2e%2E/..;a=b/./x",
        "//double//slash",
        "/a?%zz%",
        "/%E9%ff/%00",
        "/a#b",
        "/caf\u00c3\u00a9",
        "*"
      })
  default void theTargetIsSentByteForByte(String target) throws Exception {
    BlockingQueue<String> heads = new LinkedBlockingQueue<>();
    try (UpstreamClient client = newClient();
        RawUpstream upstream =
            new RawUpstream(
                peer -> {
                  heads.add(peer.readHead());
                  peer.send(OK);
                })) {
      client
          .send(request(upstream.origin(), "M-SEARCH", target, Headers.EMPTY, Body.EMPTY, PATIENT))
          .close();
      assertThat(heads.take()).startsWith("M-SEARCH " + target + " HTTP/1.1\r\n");
    }
  }

  @Test
  default void nothingIsSentBesideTheGivenFieldsAndTheHost() throws Exception {
    BlockingQueue<String> heads = new LinkedBlockingQueue<>();
    Headers headers = Headers.of("X-A", "1", "x-b", "\u00e9", "X-A", "2");
    try (UpstreamClient client = newClient();
        RawUpstream upstream =
            new RawUpstream(
                peer -> {
                  heads.add(peer.readHead());
                  peer.send(OK);
                })) {
      client.send(request(upstream.origin(), "GET", "/", headers, Body.EMPTY, PATIENT)).close();
      List<String> lines = List.of(heads.take().split("\r\n"));
      assertThat(lines)
          .containsExactlyInAnyOrder(
              "GET / HTTP/1.1",
              "Host: 127.0.0.1:" + upstream.origin().getPort(),
              "X-A: 1",
              "x-b: \u00e9",
              "X-A: 2");
    }
  }

  @Test
  default void aBodyIsFramedByItsLengthOrInChunks() throws Exception {
    BlockingQueue<String> heads = new LinkedBlockingQueue<>();
    BlockingQueue<String> contents = new LinkedBlockingQueue<>();
    try (UpstreamClient client = newClient();
        RawUpstream upstream =
            new RawUpstream(
                peer -> {
                  while (true) {
                    String head = peer.readHead();
                    heads.add(head);
                    contents.add(
                        head.contains("chunked") ? peer.readThrough("0\r\n\r\n") : peer.read(5));
                    peer.send(OK);
                  }
                })) {
      for (Body body : List.of(bytes("hello"), stream("hello", 5), stream("hello", -1))) {
        try (UpstreamResponse response =
            client.send(request(upstream.origin(), "POST", "/", Headers.EMPTY, body, PATIENT))) {
          assertThat(text(response)).isEqualTo("ok");
        }
      }
      assertThat(heads.take()).contains("Content-Length: 5\r\n").doesNotContain("chunked");
      assertThat(heads.take()).contains("Content-Length: 5\r\n").doesNotContain("chunked");
      assertThat(heads.take())
          .contains("Transfer-Encoding: chunked\r\n")
          .doesNotContain("Content-Length");
      assertThat(contents).containsExactly("hello", "hello", "5\r\nhello\r\n0\r\n\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 10})
  default void aBodyThatBreaksIsTheClientsFaultAndNeverLooksComplete(long length) throws Exception {
    CompletableFuture<String> end = new CompletableFuture<>();
    InputStream breaking =
        new InputStream() {
          private int left = 4;

          @Override
          public int read() throws IOException {
            if (left-- > 0) {
              return 'x';
            }
            throw new IOException("gone");
          }

          @Override
          public int read(byte[] target, int offset, int count) throws IOException {
            target[offset] = (byte) read();
            return 1;
          }
        };
    try (RawUpstream upstream =
        new RawUpstream(
            peer -> {
              peer.readHead();
              try {
                end.complete(peer.readToEnd());
              } catch (IOException e) {
                end.complete("reset");
              }
            })) {
      UpstreamException failure =
          failure(
              request(
                  upstream.origin(),
                  "POST",
                  "/",
                  Headers.EMPTY,
                  Body.Stream.of(breaking, length),
                  PATIENT));
      assertThat(failure.kind()).isEqualTo(Kind.REQUEST_BODY_FAILED);
      assertThat(end.get()).doesNotContain("0\r\n\r\n");
    }
  }

  @Test
  default void anAnswerThatComesBeforeTheWholeRequestIsHeard() throws Exception {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 'x';
          }

          @Override
          public int read(byte[] target, int offset, int count) {
            return count;
          }
        };
    CountDownLatch heard = new CountDownLatch(1);
    try (UpstreamClient client = newClient();
        RawUpstream upstream =
            new RawUpstream(
                peer -> {
                  peer.readHead();
                  peer.send("HTTP/1.1 413 No\r\nContent-Length: 0\r\n\r\n");
                  heard.await();
                })) {
      Body body = Body.Stream.of(endless, -1);
      UpstreamRequest request =
          request(upstream.origin(), "POST", "/", Headers.EMPTY, body, PATIENT);
      try (UpstreamResponse response = client.send(request)) {
        assertThat(response.head().status()).isEqualTo(413);
        heard.countDown();
      }
    }
  }

  @Test
  default void aResponseIsGivenAsItCame() throws Exception {
    String answer =
        "HTTP/1.1 302 Elsewhere\r\nLocation: /b\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2"
            + "\r\nContent-Encoding: gzip\r\nContent-Type: Text/Plain\r\nX-Latin: \u00e9\r\n"
            + "Connection: close\r\nContent-Length: 3\r\n\r\nraw";
    try (UpstreamClient client = newClient();
        RawUpstream upstream = new RawUpstream(RawUpstream.answering(answer));
        UpstreamResponse response = client.send(get(upstream.origin()))) {
      assertThat(response.head())
          .isEqualTo(
              new ResponseHead(
                  302,
                  Headers.of(
                      "Location",
                      "/b",
                      "Set-Cookie",
                      "a=1",
                      "Set-Cookie",
                      "b=2",
                      "Content-Encoding",
                      "gzip",
                      "Content-Type",
                      "Text/Plain",
                      "X-Latin",
                      "\u00e9",
                      "Connection",
                      "close",
                      "Content-Length",
                      "3")));
      assertThat(response.version()).isEqualTo(ProtocolVersion.HTTP_1_1);
      assertThat(response.body().length()).isEqualTo(3);
      assertThat(text(response)).isEqualTo("raw");
      assertThat(upstream.connections()).isEqualTo(1);
    }
  }

  @Test
  default void eachFramingIsUnderstood() throws Exception {
    List<String> answers =
        List.of(
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\n\r\nhello",
            "HTTP/1.0 200 OK\r\n\r\nhello");
    for (String answer : answers) {
      try (UpstreamClient client = newClient();
          RawUpstream upstream =
              new RawUpstream(
                  peer -> {
                    peer.readHead();
                    peer.send(answer);
                  });
          UpstreamResponse response = client.send(get(upstream.origin()))) {
        assertThat(text(response)).as(answer).isEqualTo("hello");
      }
    }
  }

  @Test
  default void trailersFollowTheBody() throws Exception {
    String answer =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-Sum: 7\r\n\r\n";
    try (UpstreamClient client = newClient();
        RawUpstream upstream = new RawUpstream(RawUpstream.answering(answer));
        UpstreamResponse response = client.send(get(upstream.origin()))) {
      assertThat(text(response)).isEqualTo("ok");
      assertThat(((Body.Stream) response.body()).trailers()).isEqualTo(Headers.of("X-Sum", "7"));
    }
  }

  @Test
  default void answersWithoutContentHaveTheEmptyBodyAndKeepTheConnection() throws Exception {
    try (UpstreamClient client = newClient();
        RawUpstream upstream =
            new RawUpstream(
                peer -> {
                  peer.readHead();
                  peer.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
                  peer.readHead();
                  peer.send("HTTP/1.1 304 Not Modified\r\nContent-Length: 1000\r\n\r\n");
                  peer.readHead();
                  peer.send("HTTP/1.1 204 No Content\r\n\r\n");
                  peer.readHead();
                  peer.send(OK);
                })) {
      UpstreamRequest head =
          request(upstream.origin(), "HEAD", "/", Headers.EMPTY, Body.EMPTY, PATIENT);
      for (UpstreamRequest request :
          List.of(head, get(upstream.origin()), get(upstream.origin()))) {
        try (UpstreamResponse response = client.send(request)) {
          assertThat(response.body()).isSameAs(Body.EMPTY);
        }
      }
      try (UpstreamResponse response = client.send(get(upstream.origin()))) {
        assertThat(text(response)).isEqualTo("ok");
      }
      assertThat(upstream.connections()).isEqualTo(1);
    }
  }

  @Test
  default void aReadReturnsWhatIsThere() throws Exception {
    BlockingQueue<String> events = new LinkedBlockingQueue<>();
    try (UpstreamClient client = newClient();
        RawUpstream upstream =
            new RawUpstream(
                peer -> {
                  peer.readHead();
                  peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                  while (true) {
                    peer.send(events.take());
                  }
                });
        UpstreamResponse response = client.send(get(upstream.origin()))) {
      byte[] buffer = new byte[100];
      InputStream stream = response.body().stream();
      events.add("3\r\none\r\n");
      assertThat(stream.read(buffer)).isEqualTo(3);
      events.add("5\r\nthree\r\n");
      assertThat(stream.read(buffer)).isEqualTo(5);
      events.add("0\r\n\r\n");
      assertThat(stream.read(buffer)).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloX\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0x5\r\nhello\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\nhello\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n100000000000000005\r\nhello\r\n",
      })
  default void aBodyThatIsCutEndsInAnError(String answer) throws Exception {
    try (UpstreamClient client = newClient();
        RawUpstream upstream =
            new RawUpstream(
                peer -> {
                  peer.readHead();
                  peer.send(answer);
                });
        UpstreamResponse response = client.send(get(upstream.origin()))) {
      assertThatThrownBy(() -> text(response)).isInstanceOf(IOException.class);
    }
  }

  @Test
  default void aTrailerSectionHasALimit() throws Exception {
    String answer =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n"
            + "X: y\r\n".repeat(1 << 15)
            + "\r\n";
    try (UpstreamClient client = newClient();
        RawUpstream upstream = new RawUpstream(RawUpstream.answering(answer));
        UpstreamResponse response = client.send(get(upstream.origin()))) {
      assertThatThrownBy(() -> text(response)).isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\n\r\nhello",
        "HTTP/1.0 200 OK\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
      })
  default void aBodyThatIsResetEndsInAnError(String answer) throws Exception {
    CountDownLatch read = new CountDownLatch(1);
    try (UpstreamClient client = newClient();
        RawUpstream upstream =
            new RawUpstream(
                peer -> {
                  peer.readHead();
                  peer.send(answer);
                  read.await();
                  peer.reset();
                });
        UpstreamResponse response = client.send(get(upstream.origin()))) {
      InputStream stream = response.body().stream();
      assertThat(stream.readNBytes(5)).hasSize(5);
      read.countDown();
      assertThatThrownBy(stream::read).isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH\r\n\r\n",
        "HTTP/2.0 200 OK\r\n\r\n",
        "HTTP/1.1 20 OK\r\n\r\n",
        "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/1.1 abc OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nhello",
        "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX : y\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: a\u0000b\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
        "hello, this is HTTP/0.9",
        "\u0000\u0000\u0006\u0004\u0000\u0000\u0000\u0000\u0000\u0000\u0003\u0000\u0000\u0000d",
        "HTTP/1.1 200 OK\r\nX\u0001Y: z\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: a\u0001b\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: a\rb\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: a\r\n b\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\n: nameless\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5, 6\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: 0x5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: 5 5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding:\r\n\r\n0\r\n\r\n",
      })
  default void whatBreaksTheRulesIsAnInvalidResponse(String answer) throws Exception {
    assertThat(failureOf(RawUpstream.answering(answer))).isEqualTo(Kind.INVALID_RESPONSE);
  }

  @Test
  default void headsAndInterimResponsesHaveALimit() throws Exception {
    String large = "HTTP/1.1 200 OK\r\nX: " + "a".repeat(1 << 17) + "\r\n\r\n";
    assertThat(failureOf(RawUpstream.answering(large))).isEqualTo(Kind.INVALID_RESPONSE);
    String many = "HTTP/1.1 200 OK\r\n" + "a:\r\n".repeat(1 << 15) + "\r\n";
    assertThat(failureOf(RawUpstream.answering(many))).isEqualTo(Kind.INVALID_RESPONSE);
    String flood = "HTTP/1.1 102 Wait\r\n\r\n".repeat(1000) + OK;
    assertThat(failureOf(RawUpstream.answering(flood))).isEqualTo(Kind.INVALID_RESPONSE);
  }

  @Test
  default void interimResponsesGoToTheirObserver() throws Exception {
    String answer =
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + OK;
    List<ResponseHead> interim = new ArrayList<>();
    try (UpstreamClient client = newClient();
        RawUpstream upstream = new RawUpstream(RawUpstream.answering(answer));
        UpstreamResponse response =
            client.send(
                new UpstreamRequest(
                    "alias",
                    upstream.origin(),
                    "GET",
                    "/",
                    Headers.EMPTY,
                    Body.EMPTY,
                    PATIENT,
                    false,
                    interim::add))) {
      assertThat(text(response)).isEqualTo("ok");
      assertThat(interim)
          .containsExactly(
              new ResponseHead(100, Headers.EMPTY),
              new ResponseHead(103, Headers.of("Link", "</a>")));
    }
  }

  @Test
  default void connectionsAreKeptUnlessANewOneIsAskedFor() throws Exception {
    try (UpstreamClient client = newClient();
        RawUpstream upstream = new RawUpstream(RawUpstream.answering(OK))) {
      for (int i = 0; i < 5; i++) {
        try (UpstreamResponse response = client.send(get(upstream.origin()))) {
          assertThat(text(response)).isEqualTo("ok");
        }
      }
      assertThat(upstream.connections()).isEqualTo(1);
      client.send(get(upstream.origin()).onNewConnection()).close();
      assertThat(upstream.connections()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok and HTTP/1.1 200 OK\r\n\r\n",
      })
  default void aConnectionThatIsNotFitForItIsNotKept(String answer) throws Exception {
    try (UpstreamClient client = newClient();
        RawUpstream upstream = new RawUpstream(RawUpstream.answering(answer))) {
      for (int i = 0; i < 2; i++) {
        try (UpstreamResponse response = client.send(get(upstream.origin()))) {
          assertThat(text(response)).isEqualTo("ok");
        }
      }
      assertThat(upstream.connections()).isEqualTo(2);
    }
  }

  @Test
  default void aResponseThatIsClosedEarlyGivesUpItsConnection() throws Exception {
    CompletableFuture<Boolean> gone = new CompletableFuture<>();
    byte[] piece = new byte[1 << 16];
    try (UpstreamClient client = newClient();
        RawUpstream upstream =
            new RawUpstream(
                peer -> {
                  peer.readHead();
                  peer.send("HTTP/1.1 200 OK\r\n\r\n");
                  try {
                    while (true) {
                      peer.send(piece);
                    }
                  } catch (IOException e) {
                    gone.complete(true);
                  }
                })) {
      UpstreamResponse response = client.send(get(upstream.origin()));
      assertThat(response.body().stream().read()).isZero();
      giveUp(response);
      giveUp(response);
      assertThat(gone.get(10, TimeUnit.SECONDS)).isTrue();
      assertThatThrownBy(() -> response.body().stream().readAllBytes())
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  default void closingFromElsewhereEndsABlockedRead() throws Exception {
    try (UpstreamClient client = newClient();
        RawUpstream upstream =
            new RawUpstream(
                peer -> {
                  peer.readHead();
                  peer.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
                  peer.readToEnd();
                });
        UpstreamResponse response = client.send(get(upstream.origin()))) {
      CompletableFuture<Integer> read =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return response.body().stream().read();
                } catch (IOException e) {
                  return -2;
                }
              });
      giveUp(response);
      assertThat(read.get(10, TimeUnit.SECONDS)).isEqualTo(-2);
    }
  }

  @Test
  default void aKeptConnectionThatWasClosedIsStale() throws Exception {
    CountDownLatch answered = new CountDownLatch(1);
    try (UpstreamClient client = newClient();
        RawUpstream upstream =
            new RawUpstream(
                peer -> {
                  peer.readHead();
                  peer.send(OK);
                  peer.readHead();
                  answered.countDown();
                },
                RawUpstream.answering(OK))) {
      try (UpstreamResponse response = client.send(get(upstream.origin()))) {
        assertThat(text(response)).isEqualTo("ok");
      }
      UpstreamException failure = failure(client, get(upstream.origin()));
      answered.await();
      assertThat(failure.kind()).isEqualTo(Kind.STALE_CONNECTION);
      assertThat(failure.requestSent()).isEqualTo(RequestSent.PERHAPS);
      try (UpstreamResponse response = client.send(get(upstream.origin()).onNewConnection())) {
        assertThat(text(response)).isEqualTo("ok");
      }
    }
  }

  @Test
  default void aConnectionThatEndsBeforeTheHeadIsReported() throws Exception {
    assertThat(failureOf(peer -> peer.readHead())).isEqualTo(Kind.CONNECTION_CLOSED);
    assertThat(
            failureOf(
                peer -> {
                  peer.readHead();
                  peer.send("HTTP/1.1 200 OK\r\nContent-Le");
                }))
        .isEqualTo(Kind.CONNECTION_CLOSED);
    assertThat(
            failureOf(
                peer -> {
                  peer.readHead();
                  peer.reset();
                }))
        .isEqualTo(Kind.CONNECTION_CLOSED);
  }

  @Test
  default void whoIsNotThereIsReported() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    UpstreamException refused = failure(get(URI.create("http://127.0.0.1:" + port)));
    assertThat(refused.kind()).isEqualTo(Kind.CONNECT_FAILED);
    assertThat(refused.requestSent()).isEqualTo(RequestSent.NO);
    assertThat(refused).hasMessageNotContaining("127.0.0.1");
    UpstreamException unknown = failure(get(URI.create("http://no-such-host.invalid")));
    assertThat(unknown.kind()).isEqualTo(Kind.UNKNOWN_HOST);
    assertThat(unknown.requestSent()).isEqualTo(RequestSent.NO);
  }

  @Test
  default void aHandshakeThatNeverEndsRunsOutOfTime() throws Exception {
    UpstreamTimeouts timeouts =
        new UpstreamTimeouts(
            Duration.ofMillis(300), Duration.ofSeconds(15), Duration.ofSeconds(15));
    try (RawUpstream upstream = new RawUpstream(peer -> peer.readToEnd())) {
      URI origin = URI.create("https://127.0.0.1:" + upstream.origin().getPort());
      UpstreamException failure =
          failure(request(origin, "GET", "/", Headers.EMPTY, Body.EMPTY, timeouts));
      assertThat(failure.kind()).isEqualTo(Kind.CONNECT_TIMEOUT);
      assertThat(failure.requestSent()).isEqualTo(RequestSent.NO);
    }
  }

  @Test
  default void plainTextWhereTlsIsExpectedIsATlsFailure() throws Exception {
    try (RawUpstream upstream =
        new RawUpstream(
            peer -> {
              peer.send("HTTP/1.1 400 Bad Request\r\n\r\n");
              peer.readToEnd();
            })) {
      URI origin = URI.create("https://127.0.0.1:" + upstream.origin().getPort());
      assertThat(failure(get(origin)).kind()).isEqualTo(Kind.TLS_FAILED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nX:", "HTTP/1.1 102 Wait\r\n\r\n"})
  default void aHeadThatDoesNotComeRunsOutOfTime(String start) throws Exception {
    UpstreamTimeouts timeouts =
        new UpstreamTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofSeconds(15));
    try (RawUpstream upstream =
        new RawUpstream(
            peer -> {
              peer.readHead();
              peer.send(start);
              peer.readToEnd();
            })) {
      UpstreamException failure =
          failure(request(upstream.origin(), "GET", "/", Headers.EMPTY, Body.EMPTY, timeouts));
      assertThat(failure.kind()).isEqualTo(Kind.RESPONSE_TIMEOUT);
    }
  }

  @Test
  default void aBodyThatStopsRunsOutOfTime() throws Exception {
    UpstreamTimeouts timeouts =
        new UpstreamTimeouts(
            Duration.ofSeconds(10), Duration.ofSeconds(15), Duration.ofMillis(300));
    try (UpstreamClient client = newClient();
        RawUpstream upstream =
            new RawUpstream(
                peer -> {
                  peer.readHead();
                  peer.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe");
                  peer.readToEnd();
                });
        UpstreamResponse response =
            client.send(
                request(upstream.origin(), "GET", "/", Headers.EMPTY, Body.EMPTY, timeouts))) {
      assertThatThrownBy(() -> text(response)).isInstanceOf(IOException.class);
    }
  }

  @Test
  default void anInterruptGivesTheRequestUp() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CompletableFuture<Boolean> gone = new CompletableFuture<>();
    try (UpstreamClient client = newClient();
        RawUpstream upstream =
            new RawUpstream(
                peer -> {
                  peer.readHead();
                  asked.countDown();
                  try {
                    peer.readToEnd();
                  } finally {
                    gone.complete(true);
                  }
                })) {
      CompletableFuture<Throwable> outcome = new CompletableFuture<>();
      Thread caller =
          new Thread(
              () -> {
                try {
                  client.send(get(upstream.origin())).close();
                  outcome.complete(new AssertionError("answered"));
                } catch (UpstreamException | InterruptedException e) {
                  outcome.complete(e);
                }
              });
      caller.start();
      asked.await();
      caller.interrupt();
      assertThat(outcome.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
      assertThat(gone.get(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  default void aClosedClientSendsNothingAndEndsWhatIsOpen() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (UpstreamClient client = newClient();
        RawUpstream upstream =
            new RawUpstream(
                peer -> {
                  peer.readHead();
                  asked.countDown();
                  peer.readToEnd();
                })) {
      CompletableFuture<Kind> waiting =
          CompletableFuture.supplyAsync(() -> failure(client, get(upstream.origin())).kind());
      asked.await();
      giveUp(client);
      assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo(Kind.CLOSED);
      assertThat(failure(client, get(upstream.origin())).kind()).isEqualTo(Kind.CLOSED);
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
  }
}
