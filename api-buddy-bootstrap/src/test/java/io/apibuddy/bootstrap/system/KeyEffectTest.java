package io.apibuddy.bootstrap.system;

import static io.apibuddy.ports.contract.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpExchange;
import io.apibuddy.bootstrap.CachingProxy;
import io.apibuddy.bootstrap.CachingProxyBuilder;
import io.apibuddy.ports.contract.Gate;
import io.apibuddy.ports.contract.ManualClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The effect of each configuration key on a client; a test fails if its key is ignored. */
@Tag("any-jvm")
class KeyEffectTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final Client client = new Client();
  private final ManualClock clock = new ManualClock();
  private final Gate released = new Gate();
  private final AtomicBoolean failing = new AtomicBoolean();
  private LoopbackApi api;

  /** Uses a proxy and returns the outcome that a client sees. */
  @FunctionalInterface
  interface Scenario {
    String outcome(KeyEffectTest test, String url) throws Exception;
  }

  @BeforeEach
  void startTheApi() throws IOException {
    api =
        LoopbackApi.http()
            .on("/", exchange -> answer(exchange, 500))
            .on("/short", exchange -> answer(exchange, 50))
            .on(
                "/unstored",
                exchange -> {
                  exchange.getResponseHeaders().set("Cache-Control", "no-store");
                  answer(exchange, 500);
                })
            .on(
                "/busy",
                exchange -> {
                  exchange.getResponseHeaders().set("Retry-After", "7200");
                  exchange.sendResponseHeaders(429, -1);
                })
            .on(
                "/slow",
                exchange -> {
                  released.pass();
                  answer(exchange, 500);
                });
  }

  private void answer(HttpExchange exchange, int length) throws IOException {
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    int status = failing.get() ? 500 : exchange.getRequestURI().getPath().equals("/no") ? 404 : 200;
    exchange.sendResponseHeaders(status, length);
    exchange.getResponseBody().write(new byte[length]);
  }

  @AfterEach
  void stopTheApi() {
    released.open();
    api.close();
  }

  private static Arguments key(
      String path, Object value, String without, String with, Scenario scenario) {
    return Arguments.of(path, value, without, with, scenario);
  }

  static Stream<Arguments> ofMappingsToo() {
    Scenario twice = (test, url) -> test.second(url + "/a", url + "/a");
    Scenario posts = (test, url) -> test.secondPost(url, "{\"u\":1}", "{\"u\":1}");
    return Stream.of(
        key("policy", "http", "HIT", "BYPASS", posts),
        key("mode", "passthrough", "HIT", "BYPASS", twice),
        key("cacheable_methods", List.of("POST"), "HIT", "BYPASS", twice),
        key(
            "cache_error_responses",
            true,
            "MISS",
            "HIT",
            (test, url) -> test.second(url + "/no", url + "/no")),
        key(
            "min_cache_response_size",
            10,
            "MISS",
            "HIT",
            (test, url) -> test.second(url + "/short", url + "/short")),
        key("max_cache_response_size", 200, "HIT", "MISS", twice),
        key("max_key_body_size", 3, "HIT", "BYPASS", posts),
        key(
            "share_across_credentials",
            true,
            "MISS",
            "HIT",
            (test, url) -> test.with(url, "Authorization", "one", "two")),
        key(
            "ignore_no_store",
            true,
            "MISS",
            "HIT",
            (test, url) -> test.second(url + "/unstored", url + "/unstored")),
        key(
            "respect_client_cache_control",
            false,
            "MISS",
            "HIT",
            (test, url) -> test.with(url, "Cache-Control", "max-age=60", "no-cache")),
        key(
            "key.ignore_query",
            List.of("t"),
            "MISS",
            "HIT",
            (test, url) -> test.second(url + "/a?t=1", url + "/a?t=2")),
        key(
            "key.ignore_json",
            List.of("/u"),
            "MISS",
            "HIT",
            (test, url) -> test.secondPost(url, "{\"u\":1}", "{\"u\":2}")),
        key(
            "key.headers",
            List.of("X-Tag"),
            "HIT",
            "MISS",
            (test, url) -> test.with(url, "X-Tag", "1", "2")),
        key(
            "key.credential_headers",
            List.of("X-Mine"),
            "HIT",
            "MISS",
            (test, url) -> test.with(url, "X-Mine", "1", "2")),
        key("stale_while_revalidate_seconds", 999_999, "MISS", "STALE", KeyEffectTest::afterDays),
        key(
            "stale_if_error_seconds",
            999_999,
            "500",
            "200",
            (test, url) -> {
              test.client.get(url + "/a");
              test.clock.advance(HOUR.multipliedBy(24 * 8));
              test.failing.set(true);
              return test.status(url + "/a");
            }),
        key(
            "throttling.default_requests_per_hour",
            1,
            "200",
            "429",
            (test, url) -> test.status(url + "/a") + test.status(url + "/b")),
        key(
            "throttling.respect_upstream",
            false,
            "1",
            "2",
            (test, url) -> {
              int before = test.api.calls("GET /busy");
              test.client.get(url + "/busy");
              test.client.get(url + "/busy");
              return Integer.toString(test.api.calls("GET /busy") - before);
            }),
        key(
            "throttling.max_pause",
            "60s",
            "long",
            "short",
            (test, url) -> {
              test.client.get(url + "/busy");
              String wait = Client.field(test.client.get(url + "/busy"), "Retry-After");
              return Long.parseLong(wait) > 60 ? "long" : "short";
            }));
  }

  static Stream<Arguments> general() {
    return Stream.of(
        key("cache.default_ttl", "30d", "MISS", "HIT", KeyEffectTest::afterDays),
        key("cache.default_ttl_days", 30, "MISS", "HIT", KeyEffectTest::afterDays),
        key("domain_mappings.api.ttl", "30d", "MISS", "HIT", KeyEffectTest::afterDays),
        key("domain_mappings.api.ttl_seconds", 9_999_999, "MISS", "HIT", KeyEffectTest::afterDays),
        key(
            "throttling.domain_limits",
            Map.of("api", 0),
            "429",
            "200",
            KeyEffectTest::beyondTheLimit),
        key(
            "domain_mappings.api.throttling.limits",
            "5/second",
            "429",
            "200",
            KeyEffectTest::beyondTheLimit),
        key(
            "server.max_request_size",
            3,
            "200",
            "413",
            (test, url) -> Integer.toString(test.client.post(url, "{\"a\":1}").statusCode())),
        key(
            "server.max_header_size",
            1024,
            "200",
            "431",
            (test, url) -> test.status(url, "X-Long", "x".repeat(2000))),
        key(
            "server.max_target_size",
            256,
            "200",
            "414",
            (test, url) -> test.status(url + "/" + "x".repeat(500))),
        key(
            "server.allowed_hosts",
            List.of("a.example"),
            "421",
            "200",
            (test, url) -> statusUnder("a.example", URI.create(url + "/a"))),
        key(
            "security.require_secure_key",
            true,
            "200",
            "403",
            (test, url) -> test.status(url.replaceFirst("(:\\d+)/.*", "$1/api/a"))));
  }

  private static String afterDays(KeyEffectTest test, String url) throws Exception {
    test.client.get(url + "/a");
    test.clock.advance(HOUR.multipliedBy(24 * 8));
    return Client.field(test.client.get(url + "/a"), "X-Cache");
  }

  private static String beyondTheLimit(KeyEffectTest test, String url) throws Exception {
    for (int i = 0; i < 2; i++) {
      test.client.get(url + "/" + i);
    }
    return test.status(url + "/last");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ofMappingsToo")
  void keyOfSectionAndMappingTakesEffectInBothPlaces(
      String path, Object value, String without, String with, Scenario scenario) throws Exception {
    String general = path.startsWith("throttling.") ? path : "cache." + path;

    assertThat(outcome(builder(), scenario)).endsWith(without);
    assertThat(outcome(builder().set(general, value), scenario)).endsWith(with);
    assertThat(outcome(builder().set("domain_mappings.api." + path, value), scenario))
        .endsWith(with);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("general")
  void configurationKeyTakesEffect(
      String path, Object value, String without, String with, Scenario scenario) throws Exception {
    CachingProxyBuilder plain = builder();
    CachingProxyBuilder set = builder();
    if (path.contains("limits")) {
      plain.set("throttling.default_requests_per_hour", 2);
      set.set("throttling.default_requests_per_hour", 2);
    }

    assertThat(outcome(plain, scenario)).endsWith(without);
    assertThat(outcome(set.set(path, value), scenario)).endsWith(with);
  }

  @Test
  void withoutCoalescingEqualRequestsAreEachFetched() throws Exception {
    try (CachingProxy proxy = builder().set("cache.coalesce", false).start()) {
      String url = proxy.baseUrl("api") + "/slow";
      CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> statusUnchecked(url));
      CompletableFuture<String> second = CompletableFuture.supplyAsync(() -> statusUnchecked(url));
      await().until(() -> api.calls("GET /slow") == 2);
      released.open();

      assertThat(List.of(first.join(), second.join())).containsOnly("200");
    }
  }

  @Test
  void configuredCredentialParameterIsTreatedAsACredential() throws Exception {
    Scenario asTwo = (test, url) -> test.second(url + "/a?pin=1", url + "/a?pin=2");
    CachingProxyBuilder shared = builder().set("cache.share_across_credentials", true);

    assertThat(outcome(shared, asTwo)).isEqualTo("MISS");
    shared.set("security.credential_query_params", "pin");
    assertThat(outcome(shared, asTwo)).isEqualTo("HIT");
  }

  @Test
  void proxyListensOnTheConfiguredHost() throws Exception {
    try (CachingProxy proxy = builder().host("127.0.0.2").start()) {
      assertThat(proxy.baseUrl("api")).startsWith("http://127.0.0.2:");
      assertThat(status(proxy.baseUrl("api") + "/a")).isEqualTo("200");
    }
  }

  @Test
  void clientBeyondMaxConnectionsWaits() throws Exception {
    String request = "GET /api/a HTTP/1.1\r\nHost: localhost\r\n\r\n";
    try (CachingProxy proxy = builder().set("server.max_connections", 1).start();
        Socket first = connect(proxy)) {
      assertThat(firstByteAfter(first, request)).isEqualTo('H');
      try (Socket second = connect(proxy)) {
        second.setSoTimeout(300);
        assertThat(catchThrowable(() -> firstByteAfter(second, request)))
            .isInstanceOf(SocketTimeoutException.class);
      }
    }
  }

  @Test
  void headThatDoesNotArriveWithinTheHeaderTimeoutIsRefused() throws Exception {
    try (CachingProxy proxy = builder().set("server.header_timeout", "200ms").start()) {
      // A connection that is delayed before its first byte is closed without an answer.
      await()
          .ignoreExceptionsInstanceOf(IOException.class)
          .until(
              () -> {
                try (Socket half = connect(proxy)) {
                  half.setSoTimeout(5_000);
                  return firstByteAfter(half, "GET /api/a HTTP/1.1\r\nHo") == 'H';
                }
              });
    }
  }

  @Test
  void idleConnectionIsClosedAfterTheClientIdleTimeout() throws Exception {
    try (CachingProxy proxy = builder().set("server.client_idle_timeout", "200ms").start();
        Socket idle = connect(proxy)) {
      idle.setSoTimeout(30_000);
      assertThat(firstByteAfter(idle, "")).isEqualTo(-1);
    }
  }

  private static Socket connect(CachingProxy proxy) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
  }

  /** Sends text and returns the first octet of the answer, -1 at the end of the stream. */
  private static int firstByteAfter(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    return socket.getInputStream().read();
  }

  private CachingProxyBuilder builder() {
    return CachingProxy.builder()
        .map("api", api.url())
        .clock(clock)
        .set("cache.store_budget", "30s")
        .set("throttling.progressive_enabled", false);
  }

  private static String statusUnder(String host, URI url) throws IOException {
    String request =
        "GET " + url.getPath() + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
    return RawHttp.ask("127.0.0.1", url.getPort(), request).split(" ", 3)[1];
  }

  private String outcome(CachingProxyBuilder builder, Scenario scenario) throws Exception {
    failing.set(false);
    try (CachingProxy proxy = builder.start()) {
      return scenario.outcome(this, proxy.baseUrl("api"));
    }
  }

  private String second(String first, String second) throws Exception {
    client.get(first);
    return Client.field(client.get(second), "X-Cache");
  }

  private String secondPost(String url, String first, String second) throws Exception {
    client.post(url + "/a", first);
    return Client.field(client.post(url + "/a", second), "X-Cache");
  }

  private String with(String url, String field, String first, String second) throws Exception {
    client.get(url + "/a", field, first);
    return Client.field(client.get(url + "/a", field, second), "X-Cache");
  }

  private String status(String url, String... fields) throws Exception {
    return Integer.toString(client.get(url, fields).statusCode());
  }

  private String statusUnchecked(String url) {
    try {
      return status(url);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
