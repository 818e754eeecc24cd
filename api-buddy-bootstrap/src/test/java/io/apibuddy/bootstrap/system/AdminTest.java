package io.apibuddy.bootstrap.system;

import static io.apibuddy.ports.contract.Waits.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.apibuddy.bootstrap.CachingProxy;
import io.apibuddy.bootstrap.CachingProxyBuilder;
import io.apibuddy.bootstrap.error.CacheException;
import io.apibuddy.domain.memory.InMemoryStorage;
import io.apibuddy.ports.contract.RawUpstream.Peer;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.ForwardingResponseStore;
import io.apibuddy.ports.store.ForwardingStorage;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreStats;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The answers and effects of the admin resources. */
class AdminTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path directory;
  private final Client client = new Client();
  @AutoClose private LoopbackApi api;

  @BeforeEach
  void startTheApi() throws IOException {
    api = LoopbackApi.http().on("/", LoopbackApi.content("application/json", new byte[300]));
  }

  private CachingProxyBuilder mapped(String backend) {
    CachingProxyBuilder builder =
        CachingProxy.builder()
            .map("api", api.url())
            .set("security.admin_rate_limit_per_minute", 100)
            .set("cache.store_budget", "30s"); // not what this is about
    return backend.equals("memory")
        ? builder
        : builder
            .set("cache.backend", backend)
            .set("cache.database_path", directory.resolve(backend).toString());
  }

  private HttpResponse<String> ask(CachingProxy proxy, String method, String path, String content)
      throws Exception {
    return client
        .http()
        .send(
            Client.request("http://127.0.0.1:" + proxy.port() + path)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(content))
                .build(),
            BodyHandlers.ofString());
  }

  private JsonNode json(CachingProxy proxy, String method, String path, String content)
      throws Exception {
    HttpResponse<String> answer = ask(proxy, method, path, content);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(Client.field(answer, "Content-Type")).isEqualTo("application/json");
    assertThat(Client.field(answer, "Cache-Control")).isEqualTo("no-store");
    return JSON.readTree(answer.body());
  }

  private JsonNode get(CachingProxy proxy, String path) throws Exception {
    return json(proxy, "GET", path, "");
  }

  @Test
  void statusReportsVersionStoreHealthAndTotals() throws Exception {
    try (CachingProxy proxy = mapped("sqlite").start()) {
      client.get(proxy.baseUrl("api") + "/a");
      client.get(proxy.baseUrl("api") + "/a");

      JsonNode status = get(proxy, "/admin/status");
      assertThat(status.at("/version").textValue()).isNotEmpty();
      assertThat(status.at("/uptime_seconds").isNumber()).isTrue();
      assertThat(status.at("/components/store/state").textValue()).isEqualTo("ok");
      assertThat(status.at("/components/store/name").textValue()).startsWith("sqlite");
      await()
          .untilAsserted(
              () ->
                  assertThat(get(proxy, "/admin/status").at("/totals/saved_requests").longValue())
                      .isEqualTo(1));
      assertThat(get(proxy, "/admin/status").at("/totals/requests").longValue()).isEqualTo(2);
    }
  }

  private static Storage with(Storage storage, ResponseStore responses) {
    return new ForwardingStorage(storage) {
      @Override
      public ResponseStore responses() {
        return responses;
      }
    };
  }

  @Test
  void statusReportsWhyTheStoreIsFailing() throws Exception {
    Storage memory = new InMemoryStorage(AdapterContext.of(Settings.NONE));
    ResponseStore responses =
        new ForwardingResponseStore(memory.responses()) {
          @Override
          public Map<String, StoreStats> stats(Instant now) {
            throw new StoreException(StoreException.Kind.IO, "the disk is gone");
          }
        };
    try (CachingProxy proxy = mapped("memory").storage(with(memory, responses)).start()) {
      JsonNode store = get(proxy, "/admin/status").at("/components/store");
      assertThat(store.at("/state").textValue()).isEqualTo("failing");
      assertThat(store.at("/detail").textValue()).isEqualTo("the disk is gone");
    }
  }

  @Test
  void domainsReportUpstreamCountsAndLastErrorOfEachMapping() throws Exception {
    try (CachingProxy proxy = mapped("memory").map("dead", "http://localhost:1").start()) {
      client.get(proxy.baseUrl("api") + "/a");
      client.get(proxy.baseUrl("api") + "/a");
      client.get(proxy.baseUrl("dead") + "/a");

      await()
          .untilAsserted(
              () -> {
                JsonNode domains = get(proxy, "/admin/domains").at("/domains");
                assertThat(domains.at("/api/upstream").textValue()).isEqualTo(api.url());
                assertThat(domains.at("/api/ttl_seconds").longValue()).isEqualTo(604_800);
                assertThat(domains.at("/api/mode").textValue()).isEqualTo("cache");
                assertThat(domains.at("/api/requests").longValue()).isEqualTo(2);
                assertThat(domains.at("/api/hits").longValue()).isEqualTo(1);
                assertThat(domains.at("/api/entries").longValue()).isEqualTo(1);
                assertThat(domains.at("/api/last_success").textValue()).endsWith("Z");
                assertThat(domains.at("/api/last_error").isMissingNode()).isTrue();
                assertThat(domains.at("/dead/last_error/kind").textValue())
                    .isEqualTo("CONNECT_FAILED");
                assertThat(domains.at("/dead/last_success").isMissingNode()).isTrue();
              });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "rocksdb"})
  void entriesOfARemovedMappingCanBeListedAndRemovedByItsAlias(String backend) throws Exception {
    try (CachingProxy proxy = mapped(backend).map("old", api.url()).start()) {
      client.get(proxy.baseUrl("old") + "/a");
    }
    try (CachingProxy proxy = mapped(backend).start()) {
      assertThat(get(proxy, "/admin/cache/old").at("/entries")).hasSize(1);
      assertThat(ask(proxy, "DELETE", "/admin/cache/none", "").body())
          .contains("unknown_alias", "Known: api, old");
      assertThat(json(proxy, "DELETE", "/admin/cache/old", "").toString())
          .isEqualTo("{\"removed\":1}");
      assertThat(ask(proxy, "GET", "/admin/cache/old", "").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void removingRefusesParametersThatWouldNotNarrowIt() throws Exception {
    try (CachingProxy proxy = mapped("memory").start()) {
      client.get(proxy.baseUrl("api") + "/a");

      for (String target : new String[] {"/admin/cache?alias=none", "/admin/cache/api?search=x"}) {
        HttpResponse<String> refused = ask(proxy, "DELETE", target, "");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("no parameters", "/admin/cache/{alias}");
      }
      assertThat(get(proxy, "/admin/cache").at("/total_entries").longValue()).isEqualTo(1);
    }
  }

  @Test
  void removingTakesTheKeyInTheQuery() throws Exception {
    String key = "?proxy_key=a-key-of-tests-0123";
    try (CachingProxy proxy =
        mapped("memory")
            .secureKey("a-key-of-tests-0123")
            .set("security.key_position", "query_param")
            .start()) {
      client.get(proxy.baseUrl("api") + "/a" + key);

      assertThat(json(proxy, "DELETE", "/admin/cache" + key, "").toString())
          .isEqualTo("{\"removed\":1}");
    }
  }

  @Test
  void mediaTypeInTheCacheKeyIsShownAsTheContentTypeField() throws Exception {
    try (CachingProxy proxy = mapped("memory").set("cache.cacheable_methods", "POST").start()) {
      client.post(proxy.baseUrl("api") + "/a", "{}");

      String key = get(proxy, "/admin/cache/api").at("/entries/0/key").textValue();
      JsonNode fields = get(proxy, "/admin/cache/entries/" + key).at("/request_headers");
      assertThat(fields.toString())
          .contains("{\"name\":\"content-type\",\"value\":\"application/json\"}")
          .doesNotContain("x-api-buddy");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "sqlite", "rocksdb"})
  void entriesAreCountedListedShownAndRemoved(String backend) throws Exception {
    try (CachingProxy proxy = mapped(backend).map("other", api.url()).start()) {
      for (String path : new String[] {"/a?token=secret", "/b", "/c"}) {
        client.get(proxy.baseUrl("api") + path);
      }
      client.get(proxy.baseUrl("other") + "/a");

      JsonNode all = get(proxy, "/admin/cache");
      assertThat(all.at("/total_entries").longValue()).isEqualTo(4);
      assertThat(all.at("/total_size_bytes").longValue()).isEqualTo(1200);
      assertThat(all.at("/expired_entries").longValue()).isZero();
      assertThat(all.at("/aliases/other/total_entries").longValue()).isEqualTo(1);

      JsonNode page = get(proxy, "/admin/cache/api?limit=2");
      assertThat(page.at("/entries")).hasSize(2);
      JsonNode rest = get(proxy, "/admin/cache/api?limit=2&cursor=" + page.at("/next").textValue());
      assertThat(rest.at("/entries")).hasSize(1);
      assertThat(rest.at("/next").isMissingNode()).isTrue();
      JsonNode found = get(proxy, "/admin/cache/api?search=%2FA%3F&limit=1"); // on the last page
      assertThat(found.at("/entries")).hasSize(1);
      assertThat(found.toString()).doesNotContain("secret");

      String key = found.at("/entries/0/key").textValue();
      JsonNode entry = get(proxy, "/admin/cache/entries/" + key);
      assertThat(entry.at("/entry/status").intValue()).isEqualTo(200);
      assertThat(entry.at("/response_headers").toString()).contains("application/json");
      assertThat(json(proxy, "DELETE", "/admin/cache/entries/" + key, "").toString())
          .isEqualTo("{\"removed\":1}");
      assertThat(ask(proxy, "GET", "/admin/cache/entries/" + key, "").body())
          .contains("unknown_entry");

      assertThat(json(proxy, "DELETE", "/admin/cache/api", "").toString())
          .isEqualTo("{\"removed\":2}");
      assertThat(json(proxy, "DELETE", "/admin/cache", "").toString()).isEqualTo("{\"removed\":1}");
      assertThat(ask(proxy, "DELETE", "/admin/cache/none", "").body())
          .contains("unknown_alias", "Known: api, other");
    }
  }

  @Test
  void malformedQueryParametersAreRefusedWithTheReason() throws Exception {
    try (CachingProxy proxy = mapped("memory").start()) {
      assertRefused(proxy, "/admin/cache/api?cursor=x", "cursor: not from this list");
      assertRefused(proxy, "/admin/cache/api?limit=1001", "limit: expected a whole number from 1");
      assertRefused(proxy, "/admin/cache/api?limit=0", "limit: expected a whole number from 1");
      assertRefused(proxy, "/admin/cache/api?search=%zz", "percent sign without two hex digits");
    }
  }

  private static void assertRefused(CachingProxy proxy, String target, String why)
      throws Exception {
    try (Peer peer = RawHttp.ask(proxy.port(), "GET", target, "HTTP/1.1")) {
      assertThat(peer.readMessage()).startsWith("HTTP/1.1 400 ").contains(why);
    }
  }

  @Test
  void entryUrlContainsTheUpstreamsBasePathOnceAndCanBeSearched() throws Exception {
    try (CachingProxy proxy = mapped("memory").map("below", api.url() + "/base/v1").start()) {
      client.get(proxy.baseUrl("below") + "/one");

      String url = api.url() + "/base/v1/one";
      JsonNode found = get(proxy, "/admin/cache/below?search=" + URLEncoder.encode(url, UTF_8));
      assertThat(found.at("/entries/0/url").textValue()).isEqualTo(url);
    }
  }

  @Test
  void credentialsInStoredResponseFieldsAreMasked() throws Exception {
    api.on(
        "/login",
        exchange -> {
          exchange.getResponseHeaders().set("X-Auth-Token", "s3cret");
          exchange.getResponseHeaders().set("Authorization", "Bearer s3cret");
          exchange.getResponseHeaders().set("X-Own", "s3cret");
          LoopbackApi.content("application/json", new byte[300]).answer(exchange);
        });
    try (CachingProxy proxy =
        mapped("memory").set("cache.key.credential_headers", "x-own").start()) {
      client.get(proxy.baseUrl("api") + "/login");

      String key = get(proxy, "/admin/cache/api").at("/entries/0/key").textValue();
      String shown = get(proxy, "/admin/cache/entries/" + key).at("/response_headers").toString();
      assertThat(shown)
          .containsIgnoringCase("{\"name\":\"X-Auth-Token\",\"value\":\"********\"}")
          .doesNotContain("s3cret");
    }
  }

  @Test
  void limitsAreShownAndCanBeReset() throws Exception {
    try (CachingProxy proxy =
        mapped("memory").set("throttling.domain_limits.api", "2/minute").start()) {
      for (int i = 0; i < 3; i++) {
        client.get(proxy.baseUrl("api") + "/" + i);
      }

      JsonNode limits = get(proxy, "/admin/throttle").at("/aliases/api");
      assertThat(limits.at("/limits/0/requests").longValue()).isEqualTo(2);
      assertThat(limits.at("/limits/0/per_seconds").longValue()).isEqualTo(60);
      assertThat(limits.at("/limits/0/used").longValue()).isEqualTo(2);
      assertThat(limits.at("/limits/0/remaining").longValue()).isZero();
      assertThat(limits.at("/penalty_seconds").doubleValue()).isPositive();
      assertThat(limits.at("/waiting").intValue()).isZero();

      json(proxy, "DELETE", "/admin/throttle/api", "");
      assertThat(client.get(proxy.baseUrl("api") + "/3").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void pauseRequestedByAnUpstreamIsShownWithItsEnd() throws Exception {
    api.on(
        "/busy",
        exchange -> {
          exchange.getResponseHeaders().set("Retry-After", "3000");
          exchange.sendResponseHeaders(429, -1);
        });
    Instant before = Instant.now();
    try (CachingProxy proxy = mapped("memory").set("throttling.max_pause", "1h").start()) {
      client.get(proxy.baseUrl("api") + "/busy");

      String end = get(proxy, "/admin/throttle").at("/aliases/api/paused_until").textValue();
      assertThat(Instant.parse(end))
          .isBetween(before.plusSeconds(2990), Instant.now().plusSeconds(3000));
    }
  }

  @Test
  void configurationIsShownChangedReloadedAndKeptInTheHistory() throws Exception {
    Path file = Files.writeString(directory.resolve("c.yaml"), "cache: {default_ttl: 1h}");
    try (CachingProxy proxy = mapped("sqlite").config(file).start()) {
      assertThat(get(proxy, "/admin/config").at("/cache/default_ttl").textValue()).isEqualTo("1h");

      JsonNode changed =
          json(
              proxy,
              "PATCH",
              "/admin/config",
              "{\"key_path\":\"cache.default_ttl\",\"value\":\"2h\"}");
      assertThat(changed.toString())
          .isEqualTo("{\"key_path\":\"cache.default_ttl\",\"value\":\"2h\"}");
      assertThat(get(proxy, "/admin/config").at("/cache/default_ttl").textValue()).isEqualTo("2h");

      assertThat(json(proxy, "POST", "/admin/config/reload", "").at("/reloaded").booleanValue())
          .isTrue();
      assertThat(get(proxy, "/admin/config").at("/cache/default_ttl").textValue()).isEqualTo("1h");

      JsonNode revisions = get(proxy, "/admin/config/history?limit=2").at("/revisions");
      assertThat(revisions).hasSize(2);
      assertThat(revisions.at("/0/author").textValue()).isEqualTo("admin");
      assertThat(revisions.at("/1/configuration/cache/default_ttl").textValue()).isEqualTo("2h");
    }
  }

  @Test
  void forbiddenInvalidAndMalformedChangesAreRefused() throws Exception {
    try (CachingProxy proxy = mapped("memory").start()) {
      HttpResponse<String> forbidden =
          ask(proxy, "PATCH", "/admin/config", "{\"key_path\":\"server.port\",\"value\":1}");
      assertThat(forbidden.statusCode()).isEqualTo(403);
      assertThat(forbidden.body()).contains("key_not_changeable", "server.port");

      HttpResponse<String> wrong =
          ask(proxy, "PATCH", "/admin/config", "{\"key_path\":\"cache.max_entries\",\"value\":-1}");
      assertThat(wrong.statusCode()).isEqualTo(422);
      assertThat(wrong.body()).contains("invalid_configuration", "cache.max_entries");

      assertThat(ask(proxy, "POST", "/admin/config/reload", "").statusCode()).isEqualTo(422);
      for (String content :
          new String[] {
            "", "[]", "{", "{\"key\":1}", "{\"key_path\":1}", "[".repeat(2000), "1".repeat(1200)
          }) {
        assertThat(ask(proxy, "PATCH", "/admin/config", content).statusCode()).isEqualTo(400);
      }
    }
  }

  @Test
  void validateConfigReportsWhetherAConfigurationIsValid() throws Exception {
    try (CachingProxy proxy = mapped("memory").start()) {
      JsonNode good =
          json(proxy, "POST", "/admin/validate-config", "{\"cache\":{\"default_ttl\":\"2h\"}}");
      assertThat(good.toString()).isEqualTo("{\"valid\":true,\"errors\":[],\"warnings\":[]}");

      JsonNode bad = json(proxy, "POST", "/admin/validate-config", "{\"cache\":{\"tll\":1}}");
      assertThat(bad.at("/valid").booleanValue()).isFalse();
      assertThat(bad.at("/errors/0/key").textValue()).isEqualTo("cache.tll");
    }
  }

  @Test
  void validatingAConfigurationDoesNotCountAgainstTheChangeRateLimit() throws Exception {
    try (CachingProxy proxy =
        mapped("memory").set("security.admin_rate_limit_per_minute", 1).start()) {
      for (int i = 0; i < 2; i++) {
        assertThat(ask(proxy, "POST", "/admin/validate-config", "{}").statusCode()).isEqualTo(200);
      }
      String change = "{\"key_path\":\"cache.default_ttl\",\"value\":\"2h\"}";
      assertThat(ask(proxy, "PATCH", "/admin/config", change).statusCode()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "sqlite", "rocksdb"})
  void entryContentIsShownDecodedAndTruncatedIfItIsText(String backend) throws Exception {
    String euros = "x" + "\u20ac".repeat(6000); // 16 KiB end within a character
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write("{\"packed\":true}".getBytes(UTF_8));
    }
    api.on("/long", LoopbackApi.content("text/plain", euros.getBytes(UTF_8)))
        .on("/image", LoopbackApi.content("image/png", new byte[] {(byte) 0x89, 'P', 'N', 'G'}))
        .on(
            "/gzip",
            exchange -> {
              exchange.getResponseHeaders().set("Content-Encoding", "x-gzip");
              LoopbackApi.content("application/json", packed.toByteArray()).answer(exchange);
            });
    try (CachingProxy proxy = mapped(backend).set("cache.min_cache_response_size", 0).start()) {
      assertThat(contentOf(proxy, "/long").at("/text").textValue())
          .isEqualTo(euros.substring(0, 1 + (16 * 1024 - 1) / 3));
      assertThat(contentOf(proxy, "/long").at("/truncated").booleanValue()).isTrue();
      assertThat(contentOf(proxy, "/gzip").toString())
          .isEqualTo("{\"text\":\"{\\\"packed\\\":true}\",\"truncated\":false}");
      assertThat(contentOf(proxy, "/image").isMissingNode()).isTrue();
      assertThat(contentOf(proxy, "/zeros").isMissingNode()).isTrue();
    }
  }

  @Test
  void entryWhoseContentCannotBeDecodedIsShownWithoutIt() throws Exception {
    api.on(
        "/broken",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Encoding", "gzip");
          LoopbackApi.content("application/json", new byte[300]).answer(exchange);
        });
    try (CachingProxy proxy = mapped("memory").start()) {
      assertThat(contentOf(proxy, "/broken").isMissingNode()).isTrue();
      assertThat(get(proxy, "/admin/cache/api").at("/total_entries").longValue()).isEqualTo(1);
    }
  }

  private JsonNode contentOf(CachingProxy proxy, String path) throws Exception {
    client.get(proxy.baseUrl("api") + path, "Accept-Encoding", "gzip");
    JsonNode found = get(proxy, "/admin/cache/api?search=" + path.substring(1));
    return get(proxy, "/admin/cache/entries/" + found.at("/entries/0/key").textValue())
        .path("content");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"key_path\": {", "{} {}", "[[[", "{\"key_path\" 1}"})
  void malformedJsonIsExplainedWithoutParserJargon(String content) throws Exception {
    String deep = content.equals("[[[") ? "[".repeat(5000) : content;
    try (CachingProxy proxy = mapped("memory").start()) {
      HttpResponse<String> answer = ask(proxy, "PATCH", "/admin/config", deep);

      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(JSON.readTree(answer.body()).path("detail").asText())
          .startsWith("The content is not JSON: ")
          .doesNotContain("`", "REDACTED", "Feature", "jackson");
    }
  }

  @Test
  void failedRemovalIsReportedAsStoreFailure() throws Exception {
    Storage memory = new InMemoryStorage(AdapterContext.of(Settings.NONE));
    ResponseStore responses =
        new ForwardingResponseStore(memory.responses()) {
          @Override
          public long removeDurably(EntrySelector selector) {
            throw new StoreException(StoreException.Kind.READ_ONLY, "the disk is read-only");
          }
        };
    try (CachingProxy proxy = mapped("memory").storage(with(memory, responses)).start()) {
      client.get(proxy.baseUrl("api") + "/x");
      String key = get(proxy, "/admin/cache/api").path("entries").path(0).path("key").asText();

      for (String path :
          List.of("/admin/cache", "/admin/cache/api", "/admin/cache/entries/" + key)) {
        HttpResponse<String> answer = ask(proxy, "DELETE", path, "");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("store_failed", "the disk is read-only");
      }
      assertThatThrownBy(proxy::clearCache)
          .isInstanceOf(CacheException.class)
          .hasMessage("the disk is read-only");
      assertThatThrownBy(() -> proxy.clearCache("api")).isInstanceOf(CacheException.class);
    }
  }
}
