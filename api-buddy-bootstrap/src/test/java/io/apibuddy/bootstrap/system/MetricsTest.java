package io.apibuddy.bootstrap.system;

import static io.apibuddy.ports.contract.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.bootstrap.CachingProxy;
import io.apibuddy.bootstrap.CachingProxyBuilder;
import io.apibuddy.bootstrap.metrics.ProxyMetrics;
import io.apibuddy.bootstrap.metrics.SavedTokens;
import io.apibuddy.bootstrap.metrics.Savings;
import io.apibuddy.bootstrap.metrics.Traffic;
import io.apibuddy.ports.contract.RawUpstream.Peer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static final int CLIENTS = 32;
  private static final int CALLS = 100;
  private static final int TARGETS = 10;
  private static final byte[] CONTENT = "x".repeat(1_000).getBytes(StandardCharsets.UTF_8);
  private static final byte[] CHAT =
      ("{\"model\":\"gpt-4o-mini\",\"choices\":[\""
              + "a".repeat(200)
              + "\"],\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":500}}")
          .getBytes(StandardCharsets.UTF_8);

  private final Client client = new Client();

  private static CachingProxyBuilder proxy(LoopbackApi api) {
    return CachingProxy.builder()
        .map("api", api.url())
        .set("cache.store_budget", Duration.ofSeconds(30))
        .set("throttling.default_requests_per_hour", 0);
  }

  /** Waits for a count, since a request is counted only after its client has the last byte. */
  private static ProxyMetrics awaitRequests(CachingProxy proxy, long requests) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> proxy.metrics().total().totalRequests() == requests);
    return proxy.metrics();
  }

  @Test
  void countsAreExactWithThirtyTwoConcurrentClients() throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try (LoopbackApi api = LoopbackApi.http().on("/", LoopbackApi.content("text/plain", CONTENT));
        CachingProxy proxy = proxy(api).start()) {
      List<Callable<String>> tasks = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        tasks.add(
            () -> {
              getEachTarget(proxy.port());
              return "";
            });
      }
      for (Future<String> done : clients.invokeAll(tasks)) {
        done.get();
      }

      Traffic total = awaitRequests(proxy, CLIENTS * CALLS).total();
      assertThat(total.cacheHits() + total.cacheMisses()).isEqualTo(CLIENTS * CALLS);
      assertThat(total.upstreamRequests()).isEqualTo(TARGETS).isEqualTo(api.calls());
      assertThat(total.savings().requests()).isEqualTo(CLIENTS * CALLS - TARGETS);
      assertThat(total.savings().bytes()).isEqualTo((CLIENTS * CALLS - TARGETS) * 1_000L);
      assertThat(proxy.metrics().domainsServed()).isEqualTo(1);
    } finally {
      clients.shutdownNow();
    }
  }

  /** Uses a raw socket, since the JDK's client may send a request again. */
  private static void getEachTarget(int port) throws IOException {
    try (Peer peer = Peer.connect(port)) {
      for (int call = 0; call < CALLS; call++) {
        peer.send("GET /api/" + call % TARGETS + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(peer.readMessage()).startsWith("HTTP/1.1 200 ");
      }
    }
  }

  @Test
  void requestWithMalformedContentIsCountedOnce() throws Exception {
    try (LoopbackApi api = LoopbackApi.http().on("/", LoopbackApi.content("text/plain", CONTENT));
        CachingProxy proxy = proxy(api).start()) {
      for (String method : List.of("PUT", "POST")) {
        String head = RawHttp.closing(method + " /api/x", "Transfer-Encoding: chunked");
        assertThat(RawHttp.ask("127.0.0.1", proxy.port(), head + "zz\r\n"))
            .startsWith("HTTP/1.1 400 ")
            .contains("malformed_request");
      }

      assertThat(awaitRequests(proxy, 2).otherRequests()).isZero();
    }
  }

  @Test
  void meterRegistryOfTheEmbedderHasTheCountsUntilTheProxyIsClosed() throws Exception {
    MeterRegistry registry = new SimpleMeterRegistry();
    try (LoopbackApi api = LoopbackApi.http().on("/", LoopbackApi.content("text/plain", CONTENT))) {
      try (CachingProxy proxy = proxy(api).meterRegistry(registry).start()) {
        for (int i = 0; i < 3; i++) {
          client.get(proxy.baseUrl("api") + "/x");
        }
        awaitRequests(proxy, 3);

        assertThat(
                registry
                    .get("api.buddy.requests")
                    .tags("alias", "api", "method", "GET", "status", "200", "cache", "hit")
                    .functionCounter()
                    .count())
            .isEqualTo(2);
        assertThat(registry.get("api.buddy.saved.bytes").functionCounter().count())
            .isEqualTo(2_000);
        assertThat(registry.get("api.buddy.cache.entries").gauge().value()).isEqualTo(1);
        assertThat(registry.get("api.buddy.upstream").timer().count()).isEqualTo(1);
      }
    }

    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void unknownAliasesShareOneTagValueAndSoDoUnknownMethods() throws Exception {
    MeterRegistry registry = new SimpleMeterRegistry();
    try (LoopbackApi api = LoopbackApi.http().on("/", LoopbackApi.content("text/plain", CONTENT));
        CachingProxy proxy = proxy(api).meterRegistry(registry).start()) {
      String root = "http://127.0.0.1:" + proxy.port();
      for (int i = 0; i < 20; i++) {
        client.get(root + "/nowhere" + i);
        client
            .http()
            .send(
                Client.request(proxy.baseUrl("api") + "/m")
                    .method("MADEUP" + i, BodyPublishers.noBody())
                    .build(),
                BodyHandlers.ofByteArray());
      }
      awaitRequests(proxy, 20);
      await().atMost(Duration.ofSeconds(30)).until(() -> proxy.metrics().otherRequests() == 20);

      assertThat(registry.find("api.buddy.requests").functionCounters())
          .extracting(meter -> meter.getId().getTag("alias") + " " + meter.getId().getTag("method"))
          .containsExactlyInAnyOrder("- GET", "api OTHER");
    }
  }

  @Test
  void everyHitCountsTheSavedTokensAndTheirPrice() throws Exception {
    Map<String, Object> price = Map.of("input", 0.15, "output", 0.6, "currency", "USD");
    try (LoopbackApi api =
            LoopbackApi.http().on("/chat", LoopbackApi.content("application/json", CHAT));
        CachingProxy proxy = proxy(api).set("metrics.prices", Map.of("gpt-4o*", price)).start()) {
      for (int i = 0; i < 4; i++) {
        client.post(proxy.baseUrl("api") + "/chat", "{\"prompt\":\"x\"}");
      }

      Savings savings = awaitRequests(proxy, 4).total().savings();
      assertThat(savings.requests()).isEqualTo(3);
      SavedTokens tokens = savings.tokens().get(0);
      assertThat(tokens.model()).isEqualTo("gpt-4o-mini");
      assertThat(tokens.input()).isEqualTo(3_000);
      assertThat(tokens.output()).isEqualTo(1_500);
      assertThat(tokens.money()).isEqualByComparingTo(new BigDecimal("0.00135"));
      assertThat(tokens.currency()).isEqualTo("USD");
    }
  }

  @Test
  void hitOfAModelWithoutAPriceCountsTokensOnly() throws Exception {
    try (LoopbackApi api =
            LoopbackApi.http().on("/chat", LoopbackApi.content("application/json", CHAT));
        CachingProxy proxy = proxy(api).start()) {
      client.post(proxy.baseUrl("api") + "/chat", "{\"prompt\":\"x\"}");
      client.post(proxy.baseUrl("api") + "/chat", "{\"prompt\":\"x\"}");

      SavedTokens tokens = awaitRequests(proxy, 2).total().savings().tokens().get(0);
      assertThat(tokens.input()).isEqualTo(1_000);
      assertThat(tokens.money()).isNull();

      proxy.updateConfig(
          "metrics.prices", Map.of("*", Map.of("input", 1, "output", 0, "currency", "EUR")));
      assertThat(proxy.metrics().total().savings().tokens().get(0).money())
          .isEqualByComparingTo("0.001");
    }
  }
}
