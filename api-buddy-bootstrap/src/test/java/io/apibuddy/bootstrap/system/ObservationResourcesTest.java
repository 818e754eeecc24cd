package io.apibuddy.bootstrap.system;

import static io.apibuddy.ports.contract.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.apibuddy.bootstrap.CachingProxy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code /admin/metrics} and {@code /admin/events}. */
class ObservationResourcesTest {
  private static final byte[] CONTENT = "x".repeat(1_000).getBytes(StandardCharsets.UTF_8);
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path directory;
  private final Client client = new Client();
  @AutoClose private LoopbackApi api;

  @BeforeEach
  void startTheApi() throws IOException {
    api = LoopbackApi.http().on("/", LoopbackApi.content("text/plain", CONTENT));
  }

  private CachingProxy start() {
    return CachingProxy.builder()
        .map("api", api.url())
        .set("cache.backend", "sqlite")
        .set("cache.database_path", directory.resolve("store").toString())
        .set("cache.store_budget", Duration.ofSeconds(30))
        .start();
  }

  private void call(CachingProxy proxy, int times) throws Exception {
    long before = proxy.metrics().total().totalRequests();
    for (int i = 0; i < times; i++) {
      client.get(proxy.baseUrl("api") + "/x");
    }
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> proxy.metrics().total().totalRequests() == before + times);
  }

  private static String url(CachingProxy proxy, String path) {
    return "http://127.0.0.1:" + proxy.port() + path;
  }

  @Test
  void metricsAreJsonAndIncludeTheHistoryBeforeTheStart() throws Exception {
    try (CachingProxy proxy = start()) {
      call(proxy, 3);
    }
    try (CachingProxy proxy = start()) {
      call(proxy, 2);
      JsonNode metrics = JSON.readTree(client.get(url(proxy, "/admin/metrics")).body());

      assertThat(metrics.get("total_requests").asInt()).isEqualTo(2);
      assertThat(metrics.get("cache_hits").asInt()).isEqualTo(2);
      assertThat(metrics.get("cache_misses").asInt()).isZero();
      assertThat(metrics.get("hit_rate").asDouble()).isEqualTo(1);
      assertThat(metrics.get("average_response_time").asDouble()).isPositive();
      assertThat(metrics.get("domains_served").asInt()).isEqualTo(1);
      assertThat(metrics.get("uptime_seconds").asDouble()).isPositive();
      assertThat(metrics.at("/domains/api/saved_bytes").asInt()).isEqualTo(2_000);
      int before = 0;
      for (JsonNode day : metrics.get("history")) {
        before += day.get("total_requests").asInt();
      }
      assertThat(before).isGreaterThanOrEqualTo(3);
    }
  }

  @Test
  void metricsAreServedInPrometheusTextFormatOnRequest() throws Exception {
    try (CachingProxy proxy = start()) {
      call(proxy, 3);
      HttpResponse<byte[]> asked = client.get(url(proxy, "/admin/metrics?format=prometheus"));
      HttpResponse<byte[]> accepted =
          client.get(
              url(proxy, "/admin/metrics"), "Accept", "text/plain;version=0.0.4;q=0.5,*/*;q=0.1");

      for (String json : List.of("application/json, text/plain, */*", "text/plain;q=0", "*/*")) {
        assertThat(
                Client.field(
                    client.get(url(proxy, "/admin/metrics"), "Accept", json), "Content-Type"))
            .isEqualTo("application/json");
      }
      for (String text : List.of("TEXT/PLAIN", "application/openmetrics-text; version=1.0.0")) {
        assertThat(
                Client.field(
                    client.get(url(proxy, "/admin/metrics"), "Accept", text), "Content-Type"))
            .startsWith("text/plain; version=0.0.4");
      }
      assertThat(Client.field(asked, "Content-Type")).startsWith("text/plain; version=0.0.4");
      assertThat(Client.field(accepted, "Content-Type")).startsWith("text/plain; version=0.0.4");
      assertThat(new String(asked.body(), StandardCharsets.UTF_8))
          .contains(
              "api_buddy_requests_total{alias=\"api\",cache=\"hit\",method=\"GET\",status=\"200\"} 2.0",
              "api_buddy_request_seconds_bucket{alias=\"api\",cache=\"miss\",le=\"+Inf\"} 1",
              "api_buddy_upstream_requests_total{alias=\"api\",result=\"answered\"} 1.0",
              "api_buddy_upstream_seconds_count{alias=\"api\"} 1",
              "# HELP api_buddy_cache_entries Stored responses\n",
              "api_buddy_cache_entries{alias=\"api\"} 1.0",
              "api_buddy_cache_bytes{alias=\"api\"} 1000.0",
              "api_buddy_throttled_total{alias=\"api\"} 0.0",
              "api_buddy_saved_requests_total{alias=\"api\"} 2.0",
              "api_buddy_saved_seconds_total{alias=\"api\"}",
              "api_buddy_saved_bytes_total{alias=\"api\"} 2000.0");
      assertThat(client.get(url(proxy, "/admin/metrics?format=xml")).statusCode()).isEqualTo(400);
    }
  }

  @Test
  void eventStreamReportsEachExchangeAndEndsWhenTheProxyStops() throws Exception {
    try (CachingProxy proxy = start()) {
      HttpResponse<InputStream> events =
          client
              .http()
              .send(
                  Client.request(url(proxy, "/admin/events")).build(),
                  BodyHandlers.ofInputStream());
      assertThat(events.headers().firstValue("Content-Type")).contains("text/event-stream");
      assertThat(events.headers().firstValue("X-Accel-Buffering")).contains("no");
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(events.body(), StandardCharsets.UTF_8))) {
        assertThat(lines.readLine()).isEqualTo("event: summary");
        assertThat(data(lines).fieldNames())
            .toIterable()
            .contains("total_requests")
            .doesNotContain("history");

        client.get(proxy.baseUrl("api") + "/x", "X-Request-Id", "r1");
        String line = lines.readLine();
        while (line != null && !line.equals("event: exchange")) {
          line = lines.readLine();
        }
        JsonNode exchange = data(lines);
        assertThat(exchange.get("request_id").asText()).isEqualTo("r1");
        assertThat(exchange.get("path").asText()).isEqualTo("/x");
        assertThat(exchange.get("cache").asText()).isEqualTo("MISS");

        proxy.stop();
        while (line != null) {
          line = lines.readLine();
        }
      }
    }
  }

  @Test
  void eventStreamEndsWhenItsSessionIsSignedOut() throws Exception {
    String key = "the-admin-key-of-tests";
    try (CachingProxy proxy =
        CachingProxy.builder().map("api", api.url()).set("admin.secure_key", key).start()) {
      String session = url(proxy, "/admin/session");
      String cookie =
          Client.field(client.post(session, "{}", "Authorization", "Bearer " + key), "Set-Cookie")
              .split(";", 2)[0];
      HttpResponse<InputStream> events =
          client
              .http()
              .send(
                  Client.request(url(proxy, "/admin/events"), "Cookie", cookie).build(),
                  BodyHandlers.ofInputStream());
      try (InputStream stream = events.body()) {
        assertThat(stream.read()).isEqualTo('e');

        client
            .http()
            .send(
                Client.request(session, "Cookie", cookie).DELETE().build(),
                BodyHandlers.discarding());
        assertThat(stream.readAllBytes()).isNotEmpty();
      }
    }
  }

  private static JsonNode data(BufferedReader lines) throws IOException {
    String line = lines.readLine();
    assertThat(line).startsWith("data: ");
    return JSON.readTree(line.substring("data: ".length()));
  }
}
