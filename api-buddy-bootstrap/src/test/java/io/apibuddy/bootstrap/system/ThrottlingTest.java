package io.apibuddy.bootstrap.system;

import static io.apibuddy.ports.contract.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.apibuddy.bootstrap.CachingProxy;
import io.apibuddy.bootstrap.CachingProxyBuilder;
import io.apibuddy.ports.contract.ProgressClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Throttling as an application sees it, with every storage engine. */
@Tag("any-jvm")
@Timeout(120)
class ThrottlingTest {
  private static final byte[] CONTENT = "content ".repeat(50).getBytes(StandardCharsets.UTF_8);

  @TempDir Path home;
  private final Client client = new Client();
  private final List<String> reached = new CopyOnWriteArrayList<>();
  @AutoClose private LoopbackApi api;

  @BeforeEach
  void startTheApi() throws IOException {
    api =
        LoopbackApi.http()
            .on(
                "/",
                exchange -> {
                  reached.add(exchange.getRequestURI().getPath());
                  LoopbackApi.content("text/plain", CONTENT).answer(exchange);
                })
            .on(
                "/limited",
                exchange -> {
                  exchange.getResponseHeaders().set("Retry-After", "30");
                  exchange.sendResponseHeaders(429, -1);
                });
  }

  private CachingProxyBuilder proxy(String engine) {
    CachingProxyBuilder builder =
        CachingProxy.builder().map("api", api.url()).map("other", api.url());
    builder.set("cache.backend", engine).set("cache.store_budget", "30s");
    return engine.equals("memory")
        ? builder
        : builder.set("cache.database_path", home.resolve("store").toString());
  }

  private static CachingProxyBuilder limited(
      CachingProxyBuilder builder, int requests, String per) {
    return builder.set(
        "throttling.domain_limits",
        Map.of(
            "api",
            Map.of("requests", requests, "per", per),
            "other",
            Map.of("requests", requests, "per", per)));
  }

  private HttpResponse<byte[]> get(CachingProxy proxy, String path, String... fields)
      throws Exception {
    return client.get(proxy.baseUrl("api") + path, fields);
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "sqlite", "rocksdb"})
  void limitAppliesToTheMissesOfAnAliasButNotToHits(String engine) throws Exception {
    try (CachingProxy proxy = limited(proxy(engine), 3, "hour").start()) {
      for (String path : List.of("/1", "/2", "/3", "/1", "/2")) {
        assertThat(get(proxy, path).statusCode()).isEqualTo(200);
      }
      HttpResponse<byte[]> refused = get(proxy, "/4");
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(Client.field(refused, "X-API-Buddy-Error")).isEqualTo("throttled");
      String seconds = Client.field(refused, "Retry-After");
      assertThat(Integer.parseInt(seconds)).isBetween(3500, 3600);
      assertThat(Client.field(refused, "RateLimit")).isEqualTo("\"per-hour\";r=0;t=" + seconds);
      assertThat(Client.field(refused, "RateLimit-Policy")).isEqualTo("\"per-hour\";q=3;w=3600");
      assertThat(new String(refused.body(), StandardCharsets.UTF_8))
          .contains("throttling.domain_limits.api");
      assertThat(Client.field(get(proxy, "/1"), "X-Cache")).isEqualTo("HIT");
      assertThat(client.get(proxy.baseUrl("other") + "/4").statusCode()).isEqualTo(200);
    }
    assertThat(reached).containsExactly("/1", "/2", "/3", "/4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "rocksdb"})
  void countsOutliveARestart(String engine) throws Exception {
    try (CachingProxy proxy = limited(proxy(engine), 3, "hour").start()) {
      for (String path : List.of("/1", "/2", "/3")) {
        get(proxy, path);
      }
    }
    try (CachingProxy proxy = limited(proxy(engine), 3, "hour").start()) {
      assertThat(get(proxy, "/4").statusCode()).isEqualTo(429);
      assertThat(get(proxy, "/1").statusCode()).isEqualTo(200);
    }
    assertThat(reached).containsExactly("/1", "/2", "/3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "rocksdb"})
  void pauseRequestedByTheUpstreamOutlivesARestart(String engine) throws Exception {
    try (CachingProxy proxy = proxy(engine).start()) {
      assertThat(get(proxy, "/limited").statusCode()).isEqualTo(429);
    }
    try (CachingProxy proxy = proxy(engine).start()) {
      HttpResponse<byte[]> paused = get(proxy, "/1");
      assertThat(Client.field(paused, "X-API-Buddy-Error")).isEqualTo("upstream_paused");
    }
    assertThat(reached).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "rocksdb"})
  void countsOutliveACrashExceptThoseOfTheLastSecond(String engine) throws Exception {
    try (ProxyProcess proxy = process(engine)) {
      for (String path : List.of("/1", "/2", "/3")) {
        client.get(proxy.url("/api" + path));
      }
      ProgressClock clock = new ProgressClock();
      do {
        assertThat(client.get(proxy.url("/api/4")).statusCode()).isEqualTo(429);
      } while (clock.tick() < TimeUnit.MILLISECONDS.toNanos(1_200));
      proxy.kill();
    }
    try (ProxyProcess proxy = process(engine)) {
      assertThat(client.get(proxy.url("/api/4")).statusCode()).isEqualTo(429);
    }
    assertThat(reached).containsExactly("/1", "/2", "/3");
  }

  private ProxyProcess process(String engine) throws Exception {
    Path file = home.resolve("buddy.yaml");
    Files.writeString(file, "throttling:\n  domain_limits:\n    api: 3\n");
    String other = engine.equals("sqlite") ? "rocksdb" : "sqlite";
    return ProxyProcess.run(
            home,
            ProxyProcess.classPathWithout(other),
            ProxyProcess.SHORT_LIVED,
            List.of("--config", file.toString(), "--map", "api=" + api.url(), "--port", "0"))
        .awaitStart();
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "sqlite", "rocksdb"})
  void exactlyTheLimitOfConcurrentRequestsReachesTheUpstream(String engine) throws Exception {
    try (CachingProxy proxy = limited(proxy(engine), 10, "hour").start()) {
      List<CompletableFuture<Integer>> statuses = new ArrayList<>();
      for (int i = 0; i < 32; i++) {
        statuses.add(status(proxy.baseUrl("api") + "/" + i));
      }
      int passed = 0;
      for (CompletableFuture<Integer> status : statuses) {
        int code = status.get(60, TimeUnit.SECONDS);
        assertThat(code).isIn(200, 429);
        passed += code == 200 ? 1 : 0;
      }
      assertThat(passed).isEqualTo(10);
    }
    assertThat(reached).hasSize(10);
  }

  private CompletableFuture<Integer> status(String url) {
    return client
        .http()
        .sendAsync(Client.request(url).GET().build(), BodyHandlers.discarding())
        .thenApply(HttpResponse::statusCode);
  }

  @Test
  void retryAfterTheAdvisedSecondsSucceeds() throws Exception {
    try (CachingProxy proxy = limited(proxy("memory"), 2, "second").start()) {
      int refusals = 0;
      for (int i = 0; refusals < 2; i++) {
        HttpResponse<byte[]> answer = get(proxy, "/" + i);
        if (answer.statusCode() == 429) {
          refusals++;
          assertThat(Client.field(answer, "X-Should-Retry")).isEmpty();
          long seconds = Long.parseLong(Client.field(answer, "Retry-After"));
          assertThat(after(seconds, () -> get(proxy, "/again" + seconds)).statusCode())
              .isEqualTo(200);
        }
      }
    }
  }

  /** A request that is sent later. */
  @FunctionalInterface
  private interface DelayedCall {
    HttpResponse<byte[]> ask() throws Exception;
  }

  private static HttpResponse<byte[]> after(long seconds, DelayedCall call) throws Exception {
    return CompletableFuture.supplyAsync(
            () -> {
              try {
                return call.ask();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            },
            CompletableFuture.delayedExecutor(seconds, TimeUnit.SECONDS))
        .get(60, TimeUnit.SECONDS);
  }

  @Test
  void waitingRequestsAreServedInOrderExceptThoseWhoseClientLeft() throws Exception {
    int last = 10;
    int leaving = 9; // its turn is seconds away even if the machine stalls for some
    try (CachingProxy proxy =
        limited(proxy("memory"), 1, "second")
            .set("throttling.max_wait_seconds", 60)
            .set("security.admin_rate_limit_per_minute", 10_000)
            .start()) {
      awaitSentOrWaiting(proxy, 0); // the first call is slow
      assertThat(get(proxy, "/0").statusCode()).isEqualTo(200);
      List<Socket> line = new ArrayList<>();
      for (int i = 1; i <= last; i++) {
        line.add(sendAndAwaitContinue(proxy.port(), "/" + i));
        awaitSentOrWaiting(proxy, 1 + line.size());
      }
      reset(line.remove(leaving - 1));
      for (Socket waiting : line) {
        assertThat(line(waiting)).startsWith("HTTP/1.1 200 ");
        waiting.close();
      }
    }
    assertThat(reached)
        .containsExactlyElementsOf(
            IntStream.rangeClosed(0, last)
                .filter(i -> i != leaving)
                .mapToObj(i -> "/" + i)
                .toList());
  }

  /** Waits until so many requests have reached the API or wait for their turn. */
  private void awaitSentOrWaiting(CachingProxy proxy, int requests) {
    String limits = "http://127.0.0.1:" + proxy.port() + "/admin/throttle";
    await()
        .pollInterval(Duration.ofMillis(10))
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              int arrived = reached.size(); // read first, so that no request is counted twice
              JsonNode standing = new JsonMapper().readTree(client.get(limits).body());
              int waiting = standing.at("/aliases/api/waiting").intValue();
              return arrived + waiting == requests;
            });
  }

  /** Resets a connection; a client that only closes its sending side may still be reading. */
  private static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Sends a request and waits until the proxy has begun to read its content. */
  private static Socket sendAndAwaitContinue(int port, String path) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(60_000);
    OutputStream out = socket.getOutputStream();
    String head = "POST /api" + path + " HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n";
    out.write((head + "Content-Length: 1\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    assertThat(line(socket)).startsWith("HTTP/1.1 100 ");
    assertThat(line(socket)).isEmpty();
    out.write('x');
    return socket;
  }

  private static String line(Socket socket) throws IOException {
    StringBuilder line = new StringBuilder();
    InputStream in = socket.getInputStream();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      line.append((char) c);
    }
    return line.toString().strip();
  }

  @Test
  void pauseRequestedByTheUpstreamAppliesToItsAliasAndCredentialOnly() throws Exception {
    try (CachingProxy proxy = proxy("memory").start()) {
      assertThat(Client.field(get(proxy, "/limited"), "X-API-Buddy-Error")).isEmpty();

      HttpResponse<byte[]> paused = get(proxy, "/1");
      assertThat(paused.statusCode()).isEqualTo(429);
      assertThat(Client.field(paused, "X-API-Buddy-Error")).isEqualTo("upstream_paused");
      assertThat(Integer.parseInt(Client.field(paused, "Retry-After"))).isBetween(1, 30);
      assertThat(get(proxy, "/1", "Authorization", "Bearer another").statusCode()).isEqualTo(200);
      assertThat(client.get(proxy.baseUrl("other") + "/1").statusCode()).isEqualTo(200);
    }
    assertThat(api.calls("GET /limited")).isEqualTo(1);
  }

  @Test
  void aliasAtItsLimitDoesNotDelayOthers() throws Exception {
    try (CachingProxy proxy =
        limited(proxy("memory"), 5, "minute")
            .set("server.max_workers", 8)
            .set("server.shutdown_grace", "100ms")
            .set("throttling.max_wait_seconds", 60)
            .start()) {
      for (int i = 0; i < 5; i++) {
        get(proxy, "/" + i);
      }
      List<CompletableFuture<Integer>> crowd = new ArrayList<>();
      for (int i = 10; i < 16; i++) {
        crowd.add(status(proxy.baseUrl("api") + "/" + i));
      }
      for (int i = 0; i < 5; i++) {
        assertThat(client.get(proxy.baseUrl("other") + "/" + i).statusCode()).isEqualTo(200);
      }
      assertThat(crowd.stream().filter(CompletableFuture::isDone)).hasSizeLessThanOrEqualTo(4);
    }
  }
}
