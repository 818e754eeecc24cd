package io.apibuddy.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.apibuddy.ports.contract.ClosedPort;
import io.apibuddy.ports.contract.Gate;
import io.apibuddy.ports.contract.ManualClock;
import io.apibuddy.ports.contract.ManualTicker;
import io.apibuddy.ports.contract.RawUpstream;
import io.apibuddy.ports.contract.UpstreamRequests;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Notices;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.upstream.UpstreamClient;
import io.apibuddy.ports.upstream.UpstreamException;
import io.apibuddy.ports.upstream.UpstreamException.RequestSent;
import io.apibuddy.ports.upstream.UpstreamRequest;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.client.ConnectionPool;
import org.eclipse.jetty.client.HttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class UpstreamConnectionReuseTest {

  private static UpstreamClient newClient() {
    return new JettyUpstreamClientProvider().create(AdapterContext.of(Settings.NONE));
  }

  private static UpstreamClient newClient(ManualTicker ticker) {
    AdapterContext context =
        new AdapterContext(Settings.NONE, InstantSource.system(), ticker, Notices.SILENT);
    return new JettyUpstreamClientProvider().create(context);
  }

  private static UpstreamRequest request(URI origin, String method, String target, Body body) {
    return UpstreamRequests.request(
        origin, method, target, Headers.EMPTY, body, UpstreamRequests.PATIENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\no\r\n1\r\nk\r\n0\r\n\r\n"
      })
  void responseReceivedAtOnceIsInMemoryAndFreesItsConnection(String answer) throws Exception {
    try (RawUpstream upstream = new RawUpstream(RawUpstream.answering(answer));
        UpstreamClient client = newClient();
        UpstreamResponse first = client.send(UpstreamRequests.get(upstream.origin()));
        UpstreamResponse second = client.send(UpstreamRequests.get(upstream.origin()))) {
      assertThat(upstream.connections()).isEqualTo(1);
      assertThat(first.body()).isEqualTo(new Body.Bytes("ok".getBytes(StandardCharsets.US_ASCII)));
      assertThat(second.body()).isEqualTo(first.body());
    }
  }

  /** The thread that finishes the previous exchange may be the one that reads the end. */
  @ParameterizedTest
  @CsvSource({"'\0\0\6\4', INVALID_RESPONSE", "HTTP/1.1 2, CONNECTION_CLOSED"})
  void invalidBytesOnAKeptConnectionAreToldFromATruncatedHead(
      String sent, UpstreamException.Kind kind) throws Exception {
    RawUpstream.Conversation validThenInvalid =
        peer -> {
          peer.readHead();
          peer.send(UpstreamRequests.OK);
          peer.readHead();
          peer.send(sent);
        };
    for (int i = 0; i < 100; i++) {
      try (RawUpstream upstream = new RawUpstream(validThenInvalid);
          UpstreamClient client = newClient()) {
        UpstreamRequest request = UpstreamRequests.get(upstream.origin());
        client.send(request).close();
        UpstreamException failure =
            catchThrowableOfType(UpstreamException.class, () -> client.send(request).close());

        assertThat(failure.kind()).isEqualTo(kind);
      }
    }
  }

  /** The host name may lead to another server by then, while the former one still answers. */
  @Test
  void connectionInConstantUseIsReplacedAfterItsLongestUse() throws Exception {
    ManualTicker ticker = new ManualTicker();
    try (RawUpstream upstream = new RawUpstream(RawUpstream.answering(UpstreamRequests.OK));
        UpstreamClient client = newClient(ticker)) {
      for (int i = 0; i < 20; i++) {
        client.send(UpstreamRequests.get(upstream.origin())).close();
        ticker.advance(UpstreamConnectionPool.MAX_LIFETIME.dividedBy(20));
      }
      client.send(UpstreamRequests.get(upstream.origin())).close();
      assertThat(upstream.connections()).isEqualTo(1);
      client.send(UpstreamRequests.get(upstream.origin())).close();
      assertThat(upstream.connections()).isEqualTo(2);
    }
  }

  /** A POST that meets the upstream's close on its way could not be repeated. */
  @ParameterizedTest
  @CsvSource({
    "'timeout=5', 4000",
    "'max=100, Timeout=20', 19000",
    "'timeout=1', 500",
    "'timeout=0', 0"
  })
  void connectionIsNotUsedUpToTheEndOfTheRestThatTheUpstreamAnnounces(String announced, long millis)
      throws Exception {
    assertUsableFor(Duration.ofMillis(millis), keeping(announced));
  }

  @ParameterizedTest
  @ValueSource(strings = {"max=1", "timeout=", "timeout=soon", "timeout=1000000000", "x-timeout=1"})
  void connectionIsKeptAsLongAsAnyIfTheUpstreamAnnouncesNoTime(String announced) throws Exception {
    assertUsableFor(UpstreamConnectionPool.IDLE_TIMEOUT, keeping(announced));
  }

  /** The machine was suspended: its timers stood still, and the upstream has gone meanwhile. */
  @Test
  void connectionThatWasIdleForTooLongByTheWallClockIsNotUsedAgain() throws Exception {
    assertUsableFor(
        UpstreamConnectionPool.IDLE_TIMEOUT, RawUpstream.answering(UpstreamRequests.OK));
  }

  @Test
  void connectionThatWasIdleForTooLongIsNotUsedAgainEvenIfTheWallClockWasSetBack()
      throws Exception {
    ManualClock clock = new ManualClock();
    ManualTicker ticker = new ManualTicker();
    AdapterContext context = new AdapterContext(Settings.NONE, clock, ticker, Notices.SILENT);
    try (RawUpstream upstream = new RawUpstream(keeping("timeout=5"));
        UpstreamClient client = new JettyUpstreamClientProvider().create(context)) {
      client.send(UpstreamRequests.get(upstream.origin())).close();
      clock.advance(Duration.ofHours(-1));
      ticker.advance(Duration.ofSeconds(4));
      client.send(UpstreamRequests.get(upstream.origin())).close();
      assertThat(upstream.connections()).isEqualTo(2);
    }
  }

  /** Jetty may open a connection for a request that another one then takes. */
  @Test
  void connectionThatWasNeverUsedIsNotUsedAfterItWasIdleForTooLong() throws Exception {
    ManualClock clock = new ManualClock();
    ExecutorService blocking = Executors.newCachedThreadPool();
    HttpClient client =
        UpstreamHttpClient.start(
            ClientSettings.from(Settings.NONE),
            () -> TrustedAuthorities.sslContext("", null),
            new UpstreamAddresses(Notices.SILENT),
            clock,
            new ManualTicker(),
            blocking);
    try (RawUpstream upstream = new RawUpstream(RawUpstream.answering(UpstreamRequests.OK))) {
      ConnectionPool pool =
          client.resolveDestination(client.newRequest(upstream.origin())).getConnectionPool();
      pool.preCreateConnections(1).join();
      clock.advance(UpstreamConnectionPool.IDLE_TIMEOUT.minusMillis(1));
      Connection connection = pool.acquire(false);
      assertThat(connection).isNotNull();
      pool.release(connection);
      clock.advance(Duration.ofMillis(1));
      assertThat(pool.acquire(false)).isNull();
    } finally {
      client.stop();
      blocking.shutdownNow();
    }
  }

  private static void assertUsableFor(Duration usable, RawUpstream.Conversation answers)
      throws Exception {
    ManualClock clock = new ManualClock();
    ManualTicker ticker = new ManualTicker();
    AdapterContext context = new AdapterContext(Settings.NONE, clock, ticker, Notices.SILENT);
    try (RawUpstream upstream = new RawUpstream(answers);
        UpstreamClient client = new JettyUpstreamClientProvider().create(context)) {
      client.send(UpstreamRequests.get(upstream.origin())).close();
      if (!usable.isZero()) {
        clock.advance(usable.minusMillis(1));
        client.send(UpstreamRequests.get(upstream.origin())).close();
      }
      assertThat(upstream.connections()).isEqualTo(1);
      clock.advance(usable);
      client.send(UpstreamRequests.get(upstream.origin())).close();
      assertThat(upstream.connections()).isEqualTo(2);
    }
  }

  private static RawUpstream.Conversation keeping(String announced) {
    return RawUpstream.answering(
        "HTTP/1.1 200 OK\r\nKeep-Alive: " + announced + "\r\nContent-Length: 2\r\n\r\nok");
  }

  /** The content is too long to be buffered early, and its end arrives with its last bytes. */
  @Test
  void connectionIsKeptIfAllButTheEndOfTheResponseWasRead() throws Exception {
    Gate almostRead = new Gate();
    String long100 = "x".repeat(100_000);
    RawUpstream.Conversation inTwoParts =
        peer -> {
          peer.readHead();
          peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n186a0\r\n" + long100);
          almostRead.pass();
          peer.send("\r\n3\r\nend\r\n0\r\n\r\n");
          peer.readHead();
          peer.send(UpstreamRequests.OK);
        };
    try (RawUpstream upstream = new RawUpstream(inTwoParts);
        UpstreamClient client = newClient()) {
      try (UpstreamResponse response = client.send(UpstreamRequests.get(upstream.origin()))) {
        InputStream content = response.body().stream();
        content.skipNBytes(100_000);
        almostRead.open();
        assertThat(content.readNBytes(3)).asString().isEqualTo("end");
      }
      client.send(UpstreamRequests.get(upstream.origin())).close();
      assertThat(upstream.connections()).isEqualTo(1);
    }
  }

  /** The log shows the message. */
  @ParameterizedTest
  @CsvSource({
    "'zz\r\n', 'not valid HTTP because of its chunks or trailers'",
    "'2\r\no', 'the upstream closed the connection'"
  })
  void brokenContentSaysWhy(String afterTheFirstChunk, String why) throws Exception {
    Gate begun = new Gate();
    RawUpstream.Conversation breaking =
        peer -> {
          peer.readHead();
          peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n");
          begun.pass();
          peer.send(afterTheFirstChunk);
        };
    try (RawUpstream upstream = new RawUpstream(breaking);
        UpstreamClient client = newClient();
        UpstreamResponse response = client.send(UpstreamRequests.get(upstream.origin()))) {
      InputStream content = response.body().stream();
      content.skipNBytes(1);
      begun.open();

      assertThatThrownBy(content::readAllBytes)
          .isInstanceOf(IOException.class)
          .hasMessageEndingWith(why);
    }
  }

  @Test
  void trailersOfAResponseReceivedAtOnceAreKept() throws Exception {
    String answer =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-Sum: 6\r\n\r\n";
    try (RawUpstream upstream = new RawUpstream(RawUpstream.answering(answer));
        UpstreamClient client = newClient();
        UpstreamResponse response = client.send(UpstreamRequests.get(upstream.origin()))) {
      Body.Stream body = (Body.Stream) response.body();
      assertThat(body.stream().readAllBytes()).asString().isEqualTo("ok");
      assertThat(body.trailers()).isEqualTo(Headers.of("X-Sum", "6"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {65_535, 65_536, 65_537, 200_000})
  void longResponseIsCompleteHoweverMuchOfItArrivedAtOnce(int length) throws Exception {
    String content = "x".repeat(length);
    String answer = "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n" + content;
    try (RawUpstream upstream = new RawUpstream(RawUpstream.answering(answer));
        UpstreamClient client = newClient();
        UpstreamResponse response = client.send(UpstreamRequests.get(upstream.origin()))) {
      assertThat(response.body().length()).isEqualTo(length);
      assertThat(response.body().stream().readAllBytes()).asString().isEqualTo(content);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a%zz", "/a b", "/a?b c", "/a\r\nX: y", "/\u010d"})
  void malformedTargetIsRefusedBeforeAnythingIsSent(String target) throws Exception {
    try (RawUpstream upstream = new RawUpstream(RawUpstream.answering(UpstreamRequests.OK));
        UpstreamClient client = newClient()) {
      UpstreamException failure =
          catchThrowableOfType(
              UpstreamException.class,
              () -> client.send(request(upstream.origin(), "GET", target, Body.EMPTY)).close());
      assertThat(failure.requestSent()).isEqualTo(RequestSent.NO);
      assertThat(upstream.connections()).isZero();
    }
  }

  @Test
  void failingInterimObserverDoesNotPreventTheResponse() throws Exception {
    String answer = "HTTP/1.1 102 Wait\r\n\r\n" + UpstreamRequests.OK;
    try (RawUpstream upstream = new RawUpstream(RawUpstream.answering(answer));
        UpstreamClient client = newClient()) {
      UpstreamRequest plain = UpstreamRequests.get(upstream.origin());
      UpstreamRequest failing =
          new UpstreamRequest(
              plain.alias(),
              plain.origin(),
              plain.method(),
              plain.target(),
              plain.headers(),
              plain.body(),
              plain.timeouts(),
              false,
              interim -> {
                throw new IllegalStateException("a bug");
              });
      for (int i = 0; i < 2; i++) {
        try (UpstreamResponse response = client.send(failing)) {
          assertThat(response.body().stream().readAllBytes()).asString().isEqualTo("ok");
        }
      }
      assertThat(upstream.connections()).isEqualTo(1);
    }
  }

  @Test
  void contentLengthZeroIsSentForMethodsThatUsuallyHaveContent() throws Exception {
    BlockingQueue<String> heads = new LinkedBlockingQueue<>();
    try (RawUpstream upstream =
            new RawUpstream(RawUpstream.answering(UpstreamRequests.OK, heads::add));
        UpstreamClient client = newClient()) {
      for (String method : List.of("POST", "PUT", "PATCH")) {
        client.send(request(upstream.origin(), method, "/", Body.EMPTY)).close();
        assertThat(heads.take()).contains("\r\nContent-Length: 0\r\n");
      }
      for (String method : List.of("GET", "DELETE", "OPTIONS")) {
        client.send(request(upstream.origin(), method, "/", Body.EMPTY)).close();
        assertThat(heads.take()).doesNotContain("Content-Length");
      }
    }
  }

  @Test
  void unknownMethodCarriesChunkedContent() throws Exception {
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    RawUpstream.Conversation recording =
        peer -> {
          seen.add(peer.readThrough("0\r\n\r\n"));
          peer.send(UpstreamRequests.OK);
        };
    try (RawUpstream upstream = new RawUpstream(recording);
        UpstreamClient client = newClient()) {
      Body body = Body.Stream.of(InputStream.nullInputStream(), -1);
      client.send(request(upstream.origin(), "patch", "/", body)).close();
      assertThat(seen.take()).startsWith("patch / ").contains("Transfer-Encoding: chunked\r\n");
    }
  }

  @Test
  void responseIsReadWhileTheRequestBodyIsStillBeingSent() throws Exception {
    Gate over = new Gate();
    try (RawUpstream upstream = new RawUpstream(refusalAfterHello(over));
        UpstreamClient client = newClient();
        PipedOutputStream slow = new PipedOutputStream();
        PipedInputStream source = new PipedInputStream(slow)) {
      slow.write("hello".getBytes(StandardCharsets.US_ASCII));
      Body body = Body.Stream.of(source, -1);
      try (UpstreamResponse response = client.send(request(upstream.origin(), "POST", "/", body))) {
        assertThat(response.head().status()).isEqualTo(413);
      }
      over.open();
    }
  }

  /** Returns an upstream that answers before the request's content has ended, and then waits. */
  private static RawUpstream.Conversation refusalAfterHello(Gate over) {
    return peer -> {
      peer.readThrough("hello");
      peer.send("HTTP/1.1 413 No\r\nContent-Length: 0\r\n\r\n");
      over.pass();
    };
  }

  /** The upstream would take the next request for the rest of the content. */
  @Test
  void connectionIsNotKeptIfTheRequestBreaksOffAfterTheResponse() throws Exception {
    CompletableFuture<String> afterwards = new CompletableFuture<>();
    RawUpstream.Conversation answeringEarly =
        peer -> {
          peer.readThrough("hello");
          peer.send(UpstreamRequests.OK);
          afterwards.complete(peer.readToEnd());
        };
    CompletableFuture<Void> answered = new CompletableFuture<>();
    InputStream breaking =
        new SequenceInputStream(
            new ByteArrayInputStream("hello".getBytes(StandardCharsets.US_ASCII)),
            new FilterInputStream(InputStream.nullInputStream()) {
              @Override
              public int read(byte[] target, int offset, int length) {
                answered.join();
                throw new AssertionError("a bug");
              }
            });
    try (RawUpstream upstream = new RawUpstream(answeringEarly);
        UpstreamClient client = newClient();
        UpstreamResponse response =
            client.send(request(upstream.origin(), "POST", "/", Body.Stream.of(breaking, 10)))) {
      assertThat(response.body().stream().readAllBytes()).asString().isEqualTo("ok");
      answered.complete(null);

      assertThat(afterwards.get(30, TimeUnit.SECONDS)).isEmpty();
    }
  }

  @Test
  void requestBodyStaysOpenIfNoConnectionCouldBeMade() throws Exception {
    AtomicBoolean closed = new AtomicBoolean();
    InputStream source =
        new ByteArrayInputStream(new byte[5]) {
          @Override
          public void close() {
            closed.set(true);
          }
        };
    try (ClosedPort port = new ClosedPort();
        UpstreamClient client = newClient()) {
      URI nobody = URI.create("http://127.0.0.1:" + port.number());
      UpstreamRequest request = request(nobody, "POST", "/", Body.Stream.of(source, 5));
      UpstreamException failure =
          catchThrowableOfType(UpstreamException.class, () -> client.send(request).close());
      assertThat(failure.requestSent()).isEqualTo(RequestSent.NO);
      assertThat(closed).isFalse();
    }
  }

  @Test
  void blockedReadOfTheRequestBodyEndsWithItsExchange() throws Exception {
    Gate over = new Gate();
    CompletableFuture<Void> closed = new CompletableFuture<>();
    InputStream blocking =
        new SequenceInputStream(
            new ByteArrayInputStream("hello".getBytes(StandardCharsets.US_ASCII)),
            new FilterInputStream(InputStream.nullInputStream()) {
              @Override
              public int read(byte[] target, int offset, int length) throws IOException {
                closed.join();
                throw new IOException("closed");
              }
            }) {
          @Override
          public void close() {
            closed.complete(null);
          }
        };
    try (RawUpstream upstream = new RawUpstream(refusalAfterHello(over));
        UpstreamClient client = newClient()) {
      Body body = Body.Stream.of(blocking, -1);
      client.send(request(upstream.origin(), "POST", "/", body)).close();

      closed.get(30, TimeUnit.SECONDS);
      over.open();
    }
  }

  @Test
  void manyThreadsShareTheClient() throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(50);
    try (RawUpstream upstream = new RawUpstream(RawUpstream.answering(UpstreamRequests.OK));
        UpstreamClient client = newClient()) {
      List<Future<?>> work = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        work.add(
            callers.submit(
                () -> {
                  for (int round = 0; round < 20; round++) {
                    try (UpstreamResponse response =
                        client.send(UpstreamRequests.get(upstream.origin()))) {
                      assertThat(response.body().stream().readAllBytes()).hasSize(2);
                    }
                  }
                  return null;
                }));
      }
      for (Future<?> done : work) {
        done.get();
      }
      // Jetty may open more than it has callers, but a thousand requests do not cost as many.
      assertThat(upstream.connections()).isLessThan(500);
    } finally {
      callers.shutdownNow();
    }
  }
}
