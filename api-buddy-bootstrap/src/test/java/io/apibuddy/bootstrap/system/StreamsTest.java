package io.apibuddy.bootstrap.system;

import static io.apibuddy.bootstrap.system.ScriptedUpstream.WELL;
import static io.apibuddy.ports.contract.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.bootstrap.CachingProxy;
import io.apibuddy.ports.contract.Eventually;
import io.apibuddy.ports.contract.Gate;
import io.apibuddy.ports.contract.RawUpstream.Peer;
import io.apibuddy.ports.contract.RawUpstream.Remainder;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that arrive piece by piece, with real sockets on both sides. */
@Timeout(60)
class StreamsTest {

  /** The time for disconnecting, after which an LLM must no longer generate and bill. */
  private static final Duration RELEASE = Duration.ofSeconds(3);

  private static final String END = "end";
  private static final String CUT = "cut";

  private final BlockingQueue<String> pieces = new LinkedBlockingQueue<>();
  private final AtomicInteger open = new AtomicInteger(); // exchanges, as the upstream sees it
  private ScriptedUpstream upstream;
  private CachingProxy proxy;

  @BeforeEach
  void start() throws IOException {
    upstream = new ScriptedUpstream();
    proxy = CachingProxy.builder().map("api", upstream.url()).start();
  }

  @AfterEach
  void stop() {
    proxy.close();
    upstream.close();
  }

  /** Sends each piece that the test adds, and ends at {@link #CUT}. */
  private void stream(String target, String fields) {
    upstream.on(
        target,
        peer -> {
          peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n" + fields + "\r\n");
          for (String piece = pieces.take(); !piece.equals(CUT); piece = pieces.take()) {
            peer.send(piece.equals(END) ? "0\r\n\r\n" : chunk(piece));
          }
        });
  }

  /** Sends a text, then nothing until the proxy disconnects. */
  private void silence(String target, String text) {
    upstream.on(
        target,
        peer -> {
          open.incrementAndGet();
          peer.send(text);
          peer.readRemainder();
          open.decrementAndGet();
        });
  }

  private static String chunk(String piece) {
    return Integer.toHexString(piece.length()) + "\r\n" + piece + "\r\n";
  }

  private Peer ask(String request) throws IOException {
    Peer peer = Peer.connect(proxy.port());
    peer.send(request);
    return peer;
  }

  private Peer get(String target, String version) throws IOException {
    return RawHttp.ask(proxy.port(), "GET", "/api" + target, version);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/event-stream", "application/x-ndjson", "text/plain"})
  void followersJoinAStreamInProgressAndLaterClientsGetAReplay(String mediaType) throws Exception {
    String one = "data: " + "1".repeat(120) + "\n\n";
    String two = "data: 2\n\n";
    stream("/x", "Content-Type: " + mediaType + "\r\n");
    try (Peer leader = get("/x", "HTTP/1.1")) {
      pieces.add(one);
      assertThat(leader.readHead()).contains("X-Cache: MISS", mediaType);
      assertThat(leader.read(chunk(one).length())).isEqualTo(chunk(one));
      try (Peer follower = get("/x", "HTTP/1.1");
          Peer old = get("/x", "HTTP/1.0")) {
        assertThat(follower.readHead()).contains("X-Cache: COLLAPSED", "chunked");
        assertThat(follower.read(chunk(one).length())).isEqualTo(chunk(one));
        assertThat(old.readHead()).contains("X-Cache: COLLAPSED").doesNotContain("chunked");
        assertThat(old.read(one.length())).isEqualTo(one);
        pieces.add(two);
        for (Peer reader : new Peer[] {leader, follower}) {
          assertThat(reader.read(chunk(two).length())).isEqualTo(chunk(two));
        }
        assertThat(old.read(two.length())).isEqualTo(two);
        pieces.add(END);
        assertThat(leader.readThrough("\r\n\r\n")).isEqualTo("0\r\n\r\n");
        assertThat(follower.readThrough("\r\n\r\n")).isEqualTo("0\r\n\r\n");
        assertThat(old.readToEnd()).isEmpty();
      }
    }
    try (Peer late = get("/x", "HTTP/1.1")) {
      assertThat(late.readMessage()).contains("X-Cache: HIT", mediaType).endsWith(one + two);
    }
    assertThat(upstream.calls("GET /x")).isEqualTo(1);
  }

  @Test
  void truncatedStreamIsVisibleToEveryReaderAndNotStored() throws Exception {
    String one = "data: " + "1".repeat(120) + "\n\n";
    stream("/x", "Content-Type: text/event-stream\r\n");
    try (Peer leader = get("/x", "HTTP/1.1")) {
      pieces.add(one);
      leader.readThrough(chunk(one));
      try (Peer follower = get("/x", "HTTP/1.1");
          Peer old = get("/x", "HTTP/1.0")) {
        follower.readThrough(chunk(one));
        old.readThrough(one);
        pieces.add(CUT);
        for (Peer reader : new Peer[] {leader, follower}) {
          assertThat(reader.readRemainder()).isEqualTo(new Remainder("", false));
        }
        assertThat(old.readRemainder().broken()).isTrue();
      }
    }
    upstream.heal("/x");
    try (Peer late = get("/x", "HTTP/1.1")) {
      assertThat(late.readMessage()).contains("X-Cache: MISS").endsWith(WELL);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, '', Content-Type: text/event-stream, false",
    "GET, '', Content-Type: text/event-stream, true",
    "POST, '', Content-Type: text/event-stream, false",
    "GET, '', Cache-Control: no-store, false",
    "POST, Cache-Control: no-store, Content-Type: text/event-stream, false",
    "POST, Cache-Control: no-store, Content-Type: text/event-stream, true",
    "PUT, '', Content-Type: text/event-stream, false"
  })
  void upstreamIsDisconnectedWhenTheLastClientLeavesASilentStream(
      String method, String requestField, String field, boolean reset) throws Exception {
    silence("/x", "HTTP/1.1 200 OK\r\n" + field + "\r\n\r\n");
    String request =
        method
            + " /api/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n"
            + (requestField.isEmpty() ? "" : requestField + "\r\n")
            + "\r\n{}";
    Peer first = ask(request);
    first.readHead();
    Peer last = ask(request);
    last.readHead();
    assertThat(open).hasPositiveValue();
    first.close();
    if (reset) {
      last.reset();
    } else {
      last.close();
    }
    Eventually.within(RELEASE, () -> open.get() == 0);
  }

  @Test
  void streamContinuesForTheRemainingClient() throws Exception {
    stream("/x", "Content-Type: text/event-stream\r\n");
    try (Peer stays = get("/x", "HTTP/1.1")) {
      stays.readHead();
      Peer leaves = get("/x", "HTTP/1.1");
      leaves.readHead();
      leaves.close();
      pieces.add("data: 1\n\n");
      assertThat(stays.read(14)).isEqualTo(chunk("data: 1\n\n"));
      pieces.add(END);
      assertThat(stays.readThrough("\r\n\r\n")).isEqualTo("0\r\n\r\n");
    }
  }

  @Test
  void uncachedRequestIsCancelledIfItsClientLeavesBeforeTheAnswer() throws Exception {
    silence("/x", "");
    Peer client = RawHttp.ask(proxy.port(), "PUT", "/api/x", "HTTP/1.1");
    await().untilAsserted(() -> assertThat(open).hasValue(1));
    client.close();
    Eventually.within(RELEASE, () -> open.get() == 0);
  }

  @Test
  void cacheableAnswerIsCompletedAndStoredWhenItsClientLeaves() throws Exception {
    Gate gate = new Gate();
    String half = "x".repeat(200);
    upstream.on(
        "/x",
        peer -> {
          peer.send("HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n" + half);
          gate.pass();
          peer.send(half);
        });
    Peer client = get("/x", "HTTP/1.1");
    client.readThrough(half);
    client.reset();
    gate.open();
    await()
        .untilAsserted(
            () -> assertThat(stored("/x")).contains("X-Cache: HIT").endsWith(half + half));
    assertThat(upstream.calls("GET /x")).isEqualTo(1);
  }

  /** Requests a target with {@code only-if-cached}. */
  private String stored(String target) throws IOException {
    try (Peer peer =
        ask(
            "GET /api"
                + target
                + " HTTP/1.1\r\nHost: localhost\r\nCache-Control: only-if-cached\r\n\r\n")) {
      return peer.readMessage();
    }
  }
}
