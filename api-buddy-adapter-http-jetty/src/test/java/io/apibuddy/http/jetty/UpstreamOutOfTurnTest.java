package io.apibuddy.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.apibuddy.ports.contract.AwaitedCallback;
import io.apibuddy.ports.contract.ManualTicker;
import io.apibuddy.ports.contract.RawUpstream;
import io.apibuddy.ports.contract.RawUpstream.Conversation;
import io.apibuddy.ports.contract.UpstreamRequests;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Notices;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.upstream.UpstreamClient;
import io.apibuddy.ports.upstream.UpstreamRequest;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that unsolicited bytes on a kept connection never become the response to a request. */
@Timeout(60)
class UpstreamOutOfTurnTest {

  private static final String STRAY = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwrong";

  /** How often a test repeats an attempt whose outcome a race might hide. */
  private static final int TRIES = 50;

  /** Answers once; then, when told to, sends unsolicited bytes or closes the connection. */
  private static final class Stray implements Conversation {
    private final String answer;
    private final String more;
    private final boolean closes;
    private final CountDownLatch due = new CountDownLatch(1);
    private final CountDownLatch sent = new CountDownLatch(1);
    private final CountDownLatch noticed = new CountDownLatch(1);

    Stray(String answer) {
      this(answer, STRAY, false);
    }

    Stray(String answer, String more, boolean closes) {
      this.answer = answer;
      this.more = more;
      this.closes = closes;
    }

    @Override
    public void hold(RawUpstream.Peer peer) throws IOException, InterruptedException {
      peer.readHead();
      answer(peer);
    }

    void answer(RawUpstream.Peer peer) throws IOException, InterruptedException {
      peer.send(answer);
      due.await();
      if (closes) {
        peer.close();
      } else {
        peer.send(more);
      }
      sent.countDown();
      peer.readToEnd();
      noticed.countDown();
    }

    void send() throws InterruptedException {
      due.countDown();
      sent.await();
    }

    void sendAfterARest() throws InterruptedException {
      rest();
      send();
    }
  }

  private static void rest() {
    long start = System.nanoTime();
    while (System.nanoTime() - start < Reusability.SHORT_REST_NANOS) {
      Thread.onSpinWait();
    }
  }

  private final ManualTicker ticker = new ManualTicker();

  private UpstreamClient newClient() {
    return newClient(Settings.NONE);
  }

  private UpstreamClient newClientWithOneConnection() {
    return newClient(Settings.of(Map.of(ClientSettings.MAX_CONNECTIONS, 1L)));
  }

  private UpstreamClient newClient(Settings settings) {
    return new JettyUpstreamClientProvider()
        .create(new AdapterContext(settings, InstantSource.system(), ticker, Notices.SILENT));
  }

  private static RawUpstream upstream(Conversation first) throws IOException {
    return new RawUpstream(first, RawUpstream.answering(UpstreamRequests.OK));
  }

  private static UpstreamRequest request(RawUpstream upstream, String method, Body body) {
    return UpstreamRequests.request(
        upstream.origin(), method, "/", Headers.EMPTY, body, UpstreamRequests.PATIENT);
  }

  private static String content(UpstreamResponse response) throws Exception {
    try (response) {
      return UpstreamRequests.text(response);
    }
  }

  private static String get(UpstreamClient client, RawUpstream upstream) throws Exception {
    return content(client.send(UpstreamRequests.get(upstream.origin())));
  }

  /** Begins a request, which waits if the only connection is in use. */
  private static CompletableFuture<UpstreamResponse> queued(
      UpstreamClient client, RawUpstream upstream) {
    AwaitedCallback callback = new AwaitedCallback();
    var unused = client.begin(UpstreamRequests.get(upstream.origin()), callback);
    return callback.outcome();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 204 No Content\r\n\r\nstray",
        "HTTP/1.1 304 Not Modified\r\n\r\n" + STRAY,
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\nstray",
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nstray"
      })
  void bytesAfterAResponseNeverReachTheNextRequest(String answer) throws Exception {
    try (RawUpstream upstream = upstream(RawUpstream.stalling(answer));
        UpstreamClient client = newClient()) {
      assertThat(get(client, upstream)).isNotEqualTo("ok");
      assertThat(get(client, upstream)).isEqualTo("ok");
      assertThat(upstream.connections()).isEqualTo(2);
    }
  }

  @Test
  void bytesReceivedByAnIdleConnectionNeverReachTheNextRequest() throws Exception {
    Stray stray = new Stray(UpstreamRequests.OK);
    try (RawUpstream upstream = upstream(stray);
        UpstreamClient client = newClient()) {
      assertThat(get(client, upstream)).isEqualTo("ok");
      stray.send();
      stray.noticed.await();
      assertThat(get(client, upstream)).isEqualTo("ok");
      assertThat(upstream.connections()).isEqualTo(2);
    }
  }

  @Test
  void bytesReceivedJustBeforeTheNextRequestNeverReachIt() throws Exception {
    try (UpstreamClient client = newClient()) {
      for (int i = 0; i < TRIES; i++) {
        Stray stray = new Stray(UpstreamRequests.OK);
        try (RawUpstream upstream = upstream(stray)) {
          assertThat(get(client, upstream)).isEqualTo("ok");
          stray.sendAfterARest();
          assertThat(get(client, upstream)).isEqualTo("ok");
        }
      }
    }
  }

  /** The head alone ends these responses, so bytes after it are easily taken for the next one. */
  @ParameterizedTest
  @CsvSource({
    "GET, 204 No Content",
    "GET, 304 Not Modified",
    "GET, '200 OK\r\nContent-Length: 0'",
    "HEAD, '200 OK\r\nContent-Length: 5'",
  })
  void bytesAfterAResponseWithoutContentNeverReachTheNextRequest(String method, String head)
      throws Exception {
    try (UpstreamClient client = newClient()) {
      for (int i = 0; i < TRIES; i++) {
        Stray stray = new Stray("HTTP/1.1 " + head + "\r\n\r\n");
        try (RawUpstream upstream = upstream(stray)) {
          client.send(request(upstream, method, Body.EMPTY)).close();
          stray.send();
          assertThat(get(client, upstream)).isEqualTo("ok");
        }
      }
    }
  }

  /** The socket is not watched until all of a response is read. */
  @Test
  void bytesAfterASlowlyReadResponseNeverReachTheNextRequest() throws Exception {
    String content = "x".repeat(100_000);
    try (UpstreamClient client = newClientWithOneConnection()) {
      for (int i = 0; i < TRIES; i++) {
        Stray stray = new Stray("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + content);
        try (RawUpstream upstream = upstream(stray);
            UpstreamResponse slow = client.send(UpstreamRequests.get(upstream.origin()))) {
          assertThat(slow.body().stream().readNBytes(99_999)).hasSize(99_999);
          stray.sendAfterARest();
          CompletableFuture<UpstreamResponse> next = queued(client, upstream);
          assertThat(slow.body().stream().readAllBytes()).hasSize(1);
          assertThat(content(next.get())).isEqualTo("ok");
        }
      }
    }
  }

  /** An upstream may take the rest of the content for another request. */
  @Test
  void bytesAfterAnEarlyResponseNeverReachTheNextRequest() throws Exception {
    try (UpstreamClient client = newClientWithOneConnection()) {
      for (int i = 0; i < TRIES; i++) {
        Stray stray = new Stray(UpstreamRequests.OK);
        try (RawUpstream upstream = upstream(stray);
            PipedOutputStream upload = new PipedOutputStream();
            PipedInputStream source = new PipedInputStream(upload)) {
          upload.write(new byte[5]);
          upload.flush();
          Body body = Body.Stream.of(source, 10);
          UpstreamResponse early = client.send(request(upstream, "POST", body));
          assertThat(early.body().stream().readAllBytes()).hasSize(2);
          stray.sendAfterARest();
          CompletableFuture<UpstreamResponse> next = queued(client, upstream);
          upload.write(new byte[5]);
          upload.flush();
          assertThat(content(next.get())).isEqualTo("ok");
          early.close();
        }
      }
    }
  }

  /** Bytes that arrive right after a request cannot be told from its response. */
  @ParameterizedTest
  @ValueSource(strings = {STRAY, "HTTP/1.1 208 Already Reported\r\n\r\n"})
  void noConnectionIsKeptForAWhileAfterUnsolicitedBytes(String more) throws Exception {
    Stray stray = new Stray(UpstreamRequests.OK, more, false);
    try (RawUpstream upstream = upstream(stray);
        UpstreamClient client = newClient()) {
      assertThat(get(client, upstream)).isEqualTo("ok");
      stray.send();
      stray.noticed.await();
      ticker.advance(UpstreamConnectionPool.DISTRUST_PERIOD.minusNanos(1));
      for (int i = 0; i < 3; i++) {
        assertThat(get(client, upstream)).isEqualTo("ok");
        assertThat(upstream.connections()).isEqualTo(2 + i);
      }
      ticker.advance(Duration.ofNanos(1));
      for (int i = 0; i < 3; i++) {
        assertThat(get(client, upstream)).isEqualTo("ok");
      }
      assertThat(upstream.connections()).isEqualTo(5);
    }
  }

  /** A 408 announces the close (RFC 9110 section 15.5.9); some servers send it when idle. */
  @ParameterizedTest
  @ValueSource(strings = {"1.0", "1.1"})
  void upstreamThatSends408BeforeItClosesAnIdleConnectionStaysTrusted(String version)
      throws Exception {
    String timeout =
        "HTTP/" + version + " 408 Request Time-out\r\nConnection: close\r\n\r\ntoo late";
    Stray stray = new Stray(UpstreamRequests.OK, timeout, false);
    try (RawUpstream upstream = upstream(stray);
        UpstreamClient client = newClient()) {
      assertThat(get(client, upstream)).isEqualTo("ok");
      stray.send();
      stray.noticed.await();
      for (int i = 0; i < 5; i++) {
        assertThat(get(client, upstream)).isEqualTo("ok");
      }
      assertThat(upstream.connections()).isEqualTo(2);
    }
  }

  @Test
  void keptConnectionIsNotReusedAfterUnsolicitedBytesOnAnother() throws Exception {
    Stray stray = new Stray(UpstreamRequests.OK);
    CountDownLatch both = new CountDownLatch(2);
    Conversation orderly =
        peer -> {
          peer.readHead();
          both.countDown();
          both.await();
          peer.send(UpstreamRequests.OK);
          peer.readHead();
          peer.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nkept");
        };
    Conversation disorderly =
        peer -> {
          peer.readHead();
          both.countDown();
          both.await();
          stray.answer(peer);
        };
    try (RawUpstream upstream =
            new RawUpstream(orderly, disorderly, RawUpstream.answering(UpstreamRequests.OK));
        UpstreamClient client = newClient()) {
      CompletableFuture<UpstreamResponse> first = queued(client, upstream);
      CompletableFuture<UpstreamResponse> second = queued(client, upstream);
      assertThat(content(first.get()) + content(second.get())).isEqualTo("okok");
      stray.send();
      stray.noticed.await();
      assertThat(get(client, upstream)).isEqualTo("ok");
    }
  }

  @Test
  void upstreamThatSentUnsolicitedBytesIsNotTrustedAgain() throws Exception {
    Stray first = new Stray(UpstreamRequests.OK);
    Semaphore sent = new Semaphore(0);
    try (RawUpstream upstream = new RawUpstream(first, sendingAtOnce(sent));
        UpstreamClient client = newClient()) {
      assertThat(get(client, upstream)).isEqualTo("ok");
      first.send();
      first.noticed.await();
      requireNoTrust(client, upstream, sent, 4 * TRIES);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"nonsense\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n"})
  void upstreamThatSentInvalidHttpIsNotTrustedAgain(String nonsense) throws Exception {
    try (UpstreamClient client = newClient()) {
      for (int i = 0; i < 2 * TRIES; i++) {
        Semaphore sent = new Semaphore(0);
        try (RawUpstream upstream =
            new RawUpstream(RawUpstream.answering(nonsense), sendingAtOnce(sent))) {
          assertThat(catchThrowable(() -> get(client, upstream))).isNotNull();
          requireNoTrust(client, upstream, sent, 2);
        }
      }
    }
  }

  private static Conversation sendingAtOnce(Semaphore sent) {
    return peer -> {
      peer.readHead();
      peer.send(UpstreamRequests.OK);
      peer.send(STRAY);
      sent.release();
      peer.readToEnd();
    };
  }

  private void requireNoTrust(
      UpstreamClient client, RawUpstream upstream, Semaphore sent, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      ticker.advance(UpstreamConnectionPool.DISTRUST_PERIOD); // else no connection is kept
      assertThat(get(client, upstream)).isEqualTo("ok");
      sent.acquire();
    }
  }

  /** The selector may not have reported the end yet. */
  @ParameterizedTest
  @CsvSource({"POST, false", "POST, true", "PUT, false", "PUT, true"})
  void requestThatCannotBeRepeatedIsNotSentOnAnEndedConnection(String method, boolean closes)
      throws Exception {
    try (UpstreamClient client = newClient()) {
      for (int i = 0; i < TRIES; i++) {
        Stray stray = new Stray(UpstreamRequests.OK, STRAY, closes);
        Conversation second =
            peer -> {
              peer.readHead();
              peer.send(UpstreamRequests.OK);
              stray.hold(peer);
            };
        ticker.advance(
            UpstreamConnectionPool.DISTRUST_PERIOD); // in case another upstream had the same port
        try (RawUpstream upstream = upstream(second)) {
          assertThat(get(client, upstream)).isEqualTo("ok");
          rest(); // so that the socket is checked for the second request, which proves nothing for
          // the third
          assertThat(get(client, upstream)).isEqualTo("ok");
          stray.send();
          Body stream = Body.Stream.of(new ByteArrayInputStream(new byte[5]), 5);
          Body body = method.equals("PUT") ? stream : Body.EMPTY;
          assertThat(content(client.send(request(upstream, method, body)))).isEqualTo("ok");
        }
      }
    }
  }
}
