package io.apibuddy.bootstrap.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.bootstrap.CachingProxy;
import io.apibuddy.bootstrap.CachingProxyBuilder;
import io.apibuddy.ports.contract.RawUpstream;
import io.apibuddy.ports.event.ExchangeCompleted;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The JDK's HTTP client with its defaults: it prefers HTTP/2 and asks for an upgrade. */
@Timeout(60)
class JavaHttpClientTest {
  private static final String CONTENT = "content ".repeat(100);
  private static final String ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: "
          + CONTENT.length()
          + "\r\n\r\n"
          + CONTENT;
  private static final int CLIENTS = 20;
  private static final int EVENTS = 5;

  private final HttpClient http = HttpClient.newHttpClient();
  private final BlockingQueue<String> heads = new LinkedBlockingQueue<>();

  @Test
  void upgradeToHttp2IsNotForwarded() throws Exception {
    try (RawUpstream upstream = new RawUpstream(this::noteAndAnswer);
        CachingProxy proxy = proxyOf(upstream)) {
      HttpRequest request = HttpRequest.newBuilder(uri(proxy, "/text")).build();
      HttpResponse<String> first = http.send(request, BodyHandlers.ofString());

      assertThat(first.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
      assertThat(first.body()).isEqualTo(CONTENT);
      assertThat(heads.take()).doesNotContainIgnoringCase("upgrade", "http2-settings");
      assertThat(Client.field(http.send(request, BodyHandlers.ofString()), "X-Cache"))
          .isEqualTo("HIT");
    }
  }

  @Test
  void clientGetsTheSameAnswersThroughTheProxyAsDirectly() throws Exception {
    byte[] content = CONTENT.getBytes(StandardCharsets.US_ASCII);
    LoopbackApi.Resource notFound =
        exchange -> {
          exchange.getResponseHeaders().add("X-Reason", "gone");
          exchange.sendResponseHeaders(404, -1);
        };
    try (LoopbackApi api =
            LoopbackApi.http()
                .on("/text", LoopbackApi.content("text/plain", content))
                .on("/gone", notFound);
        CachingProxy proxy = CachingProxy.builder().map("api", api.url()).start()) {
      for (String path : List.of("/text", "/gone")) {
        HttpResponse<String> direct = get(URI.create(api.url() + path));
        for (int time = 0; time < 2; time++) {
          HttpResponse<String> proxied = get(uri(proxy, path));

          assertThat(proxied.statusCode()).isEqualTo(direct.statusCode());
          assertThat(proxied.version()).isEqualTo(direct.version());
          assertThat(proxied.body()).isEqualTo(direct.body());
          assertThat(proxied.headers().map().keySet()).containsAll(direct.headers().map().keySet());
        }
      }
      assertThat(Client.field(get(uri(proxy, "/text")), "X-Cache")).isEqualTo("HIT");
    }
  }

  private HttpResponse<String> get(URI uri) throws Exception {
    return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  @Test
  void uploadOfUnknownLengthWithExpectContinueArrivesComplete() throws Exception {
    byte[] content = "piece ".repeat(300_000).getBytes(StandardCharsets.US_ASCII);
    LoopbackApi.Resource length =
        exchange -> {
          byte[] received = exchange.getRequestBody().readAllBytes();
          LoopbackApi.content("text/plain", ("" + received.length).getBytes(StandardCharsets.UTF_8))
              .answer(exchange);
        };
    try (LoopbackApi api = LoopbackApi.http().on("/upload", length);
        CachingProxy proxy = CachingProxy.builder().map("api", api.url()).start()) {
      HttpRequest request =
          HttpRequest.newBuilder(uri(proxy, "/upload"))
              .expectContinue(true)
              .PUT(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(content)))
              .build();

      assertThat(http.send(request, BodyHandlers.ofString()).body()).isEqualTo("" + content.length);
    }
  }

  @Test
  void concurrentEqualCallsMakeOneUpstreamCall() throws Exception {
    CountDownLatch asked = new CountDownLatch(CLIENTS);
    RawUpstream.Conversation slow =
        peer -> {
          heads.add(peer.readHead());
          asked.await();
          peer.send(ANSWER);
        };
    try (RawUpstream upstream = new RawUpstream(slow);
        CachingProxy proxy = proxyOf(upstream)) {
      HttpRequest request = HttpRequest.newBuilder(uri(proxy, "/slow")).build();
      List<CompletableFuture<HttpResponse<String>>> answers =
          Stream.generate(
                  () -> {
                    asked.countDown();
                    return http.sendAsync(request, BodyHandlers.ofString());
                  })
              .limit(CLIENTS)
              .toList();

      assertThat(answers).allSatisfy(answer -> assertThat(answer.join().body()).isEqualTo(CONTENT));
      assertThat(heads).hasSize(1);
    }
  }

  @Test
  void eventStreamLinesArriveAsTheyAreSent() throws Exception {
    Semaphore next = new Semaphore(1);
    RawUpstream.Conversation events =
        peer -> {
          peer.readHead();
          peer.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
          for (int i = 0; i < EVENTS; i++) {
            next.acquire();
            peer.send("data: " + i + "\n\n");
          }
        };
    try (RawUpstream upstream = new RawUpstream(events);
        CachingProxy proxy = proxyOf(upstream)) {
      HttpRequest request = HttpRequest.newBuilder(uri(proxy, "/events")).build();
      try (Stream<String> lines = http.send(request, BodyHandlers.ofLines()).body()) {
        Iterator<String> received = lines.iterator();
        for (int i = 0; i < EVENTS; i++) {
          assertThat(received.next()).isEqualTo("data: " + i);
          assertThat(received.next()).isEmpty();
          next.release();
        }
        assertThat(received.hasNext()).isFalse();
      }
    }
  }

  @Test
  void fetchWhoseClientGivesUpIsCompletedForTheNextOne() throws Exception {
    CountDownLatch left = new CountDownLatch(1);
    RawUpstream.Conversation slow =
        peer -> {
          heads.add(peer.readHead());
          left.await();
          peer.send(ANSWER);
        };
    try (RawUpstream upstream = new RawUpstream(slow);
        CachingProxy proxy =
            builder(upstream).listener(ExchangeCompleted.class, gone -> left.countDown()).start()) {
      HttpRequest request = HttpRequest.newBuilder(uri(proxy, "/slow")).build();
      CompletableFuture<HttpResponse<String>> answer =
          http.sendAsync(request, BodyHandlers.ofString());
      assertThat(heads.take()).startsWith("GET /slow ");
      answer.cancel(true); // closes the connection, as a time-out does

      assertThat(get(uri(proxy, "/slow")).body()).isEqualTo(CONTENT);
      assertThat(heads).isEmpty();
    }
  }

  @Test
  void webSocketIsRefusedWithoutACallToTheUpstream() throws Exception {
    try (RawUpstream upstream = new RawUpstream(this::noteAndAnswer);
        CachingProxy proxy = proxyOf(upstream)) {
      URI uri = URI.create(uri(proxy, "/socket").toString().replace("http:", "ws:"));

      assertThatThrownBy(
              () -> http.newWebSocketBuilder().buildAsync(uri, new WebSocket.Listener() {}).join())
          .isInstanceOf(CompletionException.class)
          .cause()
          .isInstanceOfSatisfying(
              WebSocketHandshakeException.class,
              e -> assertThat(e.getResponse().statusCode()).isEqualTo(426));
      assertThat(heads).isEmpty();
    }
  }

  private void noteAndAnswer(RawUpstream.Peer peer) throws IOException {
    heads.add(peer.readHead());
    peer.send(ANSWER);
  }

  private static CachingProxyBuilder builder(RawUpstream upstream) {
    return CachingProxy.builder().map("api", upstream.origin().toString());
  }

  private static CachingProxy proxyOf(RawUpstream upstream) throws IOException {
    return builder(upstream).start();
  }

  private static URI uri(CachingProxy proxy, String path) {
    return URI.create(proxy.baseUrl("api") + path);
  }
}
