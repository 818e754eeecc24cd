package io.apibuddy.bootstrap.system;

import static io.apibuddy.ports.contract.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.apibuddy.bootstrap.CachingProxy;
import io.apibuddy.bootstrap.CachingProxyBuilder;
import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.domain.memory.InMemoryStorage;
import io.apibuddy.ports.contract.Gate;
import io.apibuddy.ports.event.Notice;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.ConfigHistory;
import io.apibuddy.ports.store.ConfigRevision;
import io.apibuddy.ports.store.ForwardingStorage;
import io.apibuddy.ports.store.Storage;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes of the configuration while the proxy runs. */
@Tag("any-jvm")
class LiveConfigurationTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final byte[] CONTENT = "x".repeat(500).getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;
  private final Client client = new Client();
  private final Gate released = new Gate();
  private LoopbackApi api;

  @BeforeEach
  void startTheApi() throws IOException {
    api =
        LoopbackApi.http()
            .on("/", LoopbackApi.content("application/json", CONTENT))
            .on(
                "/slow",
                exchange -> {
                  released.pass();
                  LoopbackApi.content("application/json", CONTENT).answer(exchange);
                });
  }

  @AfterEach
  void stopTheApi() {
    released.open();
    api.close();
  }

  @Test
  void changedKeyTakesEffectFromTheNextRequest() throws Exception {
    try (CachingProxy proxy = builder().start()) {
      assertThat(outcomes(proxy, "/a")).containsExactly("MISS", "HIT");

      proxy.updateConfig("cache.cacheable_methods", List.of("POST"));

      assertThat(outcomes(proxy, "/a")).containsExactly("BYPASS", "BYPASS");
      assertThat(proxy.configuration()).contains("\"cacheable_methods\" : [ \"POST\" ]");
    }
  }

  @Test
  void addedRuleTakesEffectFromTheNextRequest() throws Exception {
    try (CachingProxy proxy = builder().start()) {
      assertThat(outcomes(proxy, "/jobs/1")).containsExactly("MISS", "HIT");

      proxy.updateConfig(
          "domain_mappings.api.rules", List.of(Map.of("path", "/jobs/*", "mode", "passthrough")));

      assertThat(outcomes(proxy, "/jobs/1")).containsExactly("BYPASS", "BYPASS");
      assertThat(Client.field(client.get(proxy.baseUrl("api") + "/jobs/1"), "Cache-Status"))
          .contains("detail=rules/0");
      assertThat(outcomes(proxy, "/a")).containsExactly("MISS", "HIT");
    }
  }

  @Test
  void changedThrottlingLimitTakesEffectFromTheNextRequest() throws Exception {
    try (CachingProxy proxy = builder().set("throttling.progressive_enabled", false).start()) {
      assertThat(get(proxy.baseUrl("api") + "/a").statusCode()).isEqualTo(200);

      proxy.updateConfig("throttling.domain_limits.api", 1);
      assertThat(get(proxy.baseUrl("api") + "/b").statusCode()).isEqualTo(429);

      proxy.updateConfig("throttling.domain_limits.api", "50/minute, 100");
      assertThat(get(proxy.baseUrl("api") + "/c").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void latestChangeWinsOverEarlierOnesOfTheSameSetting() throws Exception {
    try (CachingProxy proxy = builder().set("throttling.progressive_enabled", false).start()) {
      proxy.updateConfig("throttling.domain_limits.api", 100);
      proxy.updateConfig("throttling.domain_limits", Map.of("api", 1));
      assertThat(get(proxy.baseUrl("api") + "/a").statusCode()).isEqualTo(200);
      assertThat(get(proxy.baseUrl("api") + "/b").statusCode()).isEqualTo(429);

      proxy.updateConfig("cache.default_ttl", "3h");
      proxy.updateConfig("cache.default_ttl_days", 2);
      proxy.updateConfig("throttling.domain_limits", Map.of());
      assertThat(Client.field(get(proxy.baseUrl("api") + "/c"), "X-Cache")).isEqualTo("MISS");
      assertThat(Client.field(get(proxy.baseUrl("api") + "/c"), "Cache-Status"))
          .contains("ttl=172"); // 172800 within the same millisecond
    }
  }

  @Test
  void aKeyOfOneMappingChangesThatMappingOnly() throws Exception {
    try (CachingProxy proxy = builder().map("other", api.url()).start()) {
      proxy.updateConfig("domain_mappings.api.cacheable_methods", "POST");

      assertThat(field(proxy.baseUrl("api") + "/a")).isEqualTo("BYPASS");
      assertThat(field(proxy.baseUrl("other") + "/a")).isEqualTo("MISS");
    }
  }

  @Test
  void anExchangeInProgressEndsUnderTheConfigurationItBeganWith() throws Exception {
    try (CachingProxy proxy = builder().start()) {
      CompletableFuture<HttpResponse<byte[]>> answer =
          CompletableFuture.supplyAsync(() -> get(proxy.baseUrl("api") + "/slow"));
      await().until(() -> api.calls("GET /slow") == 1);

      proxy.updateConfig("cache.cacheable_methods", "POST");
      released.open();

      assertThat(Client.field(answer.join(), "Cache-Status")).contains("stored");
      assertThat(field(proxy.baseUrl("api") + "/slow")).isEqualTo("BYPASS");
    }
  }

  @Test
  void changedRequestSizeLimitTakesEffectFromTheNextRequest() throws Exception {
    try (CachingProxy proxy = builder().start()) {
      assertThat(client.post(proxy.baseUrl("api") + "/a", "{}").statusCode()).isEqualTo(200);

      proxy.updateConfig("server.max_request_size", 1);

      assertThat(client.post(proxy.baseUrl("api") + "/a", "{}").statusCode()).isEqualTo(413);
    }
  }

  @Test
  void changedUpstreamCaFileTakesEffectFromTheNextRequest() throws Exception {
    TestCertificates certificates = TestCertificates.in(directory);
    String authority = certificates.authority().toString();
    try (LoopbackApi secure =
            LoopbackApi.https(certificates)
                .on("/", LoopbackApi.content("application/json", CONTENT));
        CachingProxy proxy = builder().map("secure", secure.url()).start()) {
      String url = proxy.baseUrl("secure");
      assertThat(get(url + "/a").statusCode()).isEqualTo(502);

      proxy.updateConfig("domain_mappings.secure.upstream_ca_file", authority);
      assertThat(get(url + "/a").statusCode()).isEqualTo(200);

      assertThatThrownBy(() -> proxy.updateConfig("server.upstream_ca_file", "missing.pem"))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageStartingWith("server.upstream_ca_file: cannot read missing.pem: ");
      assertThat(get(url + "/b").statusCode()).isEqualTo(200);
      assertThat(proxy.configuration()).doesNotContain("missing.pem");
    }
  }

  @Test
  void changeThatNeedsARestartIsRefusedByNameAndChangesNothing() throws Exception {
    Path file = write("cache: {default_ttl: 1h}");
    try (CachingProxy proxy = builder().config(file).start()) {
      assertThatThrownBy(() -> proxy.updateConfig("server.max_workers", 3))
          .isInstanceOf(ConfigurationException.class)
          .hasMessage("server.max_workers: needs a restart: it is 1024, the change says 3");

      assertThatThrownBy(() -> proxy.updateConfig("server.start_timeout", "9s"))
          .hasMessage("server.start_timeout: needs a restart: it is 5s, the change says 9s");

      write("cache: {default_ttl: 2h, backend: memory, database_path: /tmp/elsewhere}");
      assertThatThrownBy(proxy::reloadConfig)
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("cache.backend: needs a restart: it is not set")
          .hasMessageContaining("cache.database_path: needs a restart");
      assertThat(proxy.configuration()).contains("\"default_ttl\" : \"1h\"");
    }
  }

  @Test
  void moreOrFewerConnectionsNeedNoRestart() throws Exception {
    try (CachingProxy proxy = builder().set("server.max_workers", 3).start()) {
      for (int number : new int[] {2000, 500}) {
        proxy.updateConfig("server.max_connections", number);

        assertThat(proxy.configuration()).contains("\"max_connections\" : " + number);
        assertThat(get(proxy.baseUrl("api") + "/" + number).statusCode()).isEqualTo(200);
      }
    }
  }

  @Test
  void invalidFileOrValueChangesNothing() throws Exception {
    Path file = write("cache: {default_ttl: 1h}");
    try (CachingProxy proxy = builder().config(file).start()) {
      String before = proxy.configuration();

      write("cache: {default_ttl: soon}");
      assertThatThrownBy(proxy::reloadConfig).hasMessageContaining("c.yaml:1:22");
      assertThatThrownBy(() -> proxy.updateConfig("cache.max_entries", -1))
          .hasMessageContaining("cache.max_entries: expected a whole number");
      assertThatThrownBy(() -> proxy.updateConfig("cache.max_entrys", 1))
          .hasMessageContaining("did you mean cache.max_entries");

      assertThat(proxy.configuration()).isEqualTo(before);
      assertThat(field(proxy.baseUrl("api") + "/a")).isEqualTo("MISS");
    }
  }

  @Test
  void reloadDiscardsValuesThatWereSetAtRunTime() throws Exception {
    Path file = write("cache: {default_ttl: 1h}");
    try (CachingProxy proxy = builder().config(file).start()) {
      proxy.updateConfig("cache.default_ttl", Duration.ofMinutes(5));
      assertThat(proxy.configuration()).contains("\"default_ttl\" : \"5m\"");

      write("cache: {default_ttl: 2h}");
      proxy.reloadConfig();

      assertThat(proxy.configuration()).contains("\"default_ttl\" : \"2h\"");
    }
  }

  @Test
  void fileOfASuccessfulReloadIsTheOneThatLaterReloadsRead() throws Exception {
    Path file = write("cache: {default_ttl: 1h}");
    Path bad = Files.writeString(directory.resolve("bad.yaml"), "cache: {default_ttl: soon}");
    try (CachingProxy proxy = builder().start()) {
      proxy.reloadConfig(file);
      proxy.updateConfig("cache.default_ttl", "3h");
      assertThatThrownBy(() -> proxy.reloadConfig(bad)).hasMessageContaining("bad.yaml:1:22");

      proxy.reloadConfig();
      assertThat(proxy.configuration()).contains("\"default_ttl\" : \"1h\"");

      write("cache: {default_ttl: 2h}");
      proxy.reloadConfig();
      assertThat(proxy.configuration()).contains("\"default_ttl\" : \"2h\"");
    }
  }

  @Test
  void reloadWithoutAConfigurationFileIsAnError() {
    try (CachingProxy proxy = builder().start()) {
      assertThatThrownBy(proxy::reloadConfig)
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("no configuration file");
    }
  }

  @Test
  void everyAcceptedChangeIsInTheHistoryWithItsAuthor() throws Exception {
    try (Storage storage = new InMemoryStorage(AdapterContext.of(Settings.NONE));
        CachingProxy proxy = builder().storage(storage).start()) {
      proxy.updateConfig("cache.default_ttl", "3h");
      proxy.updateConfig("cache.default_ttl", "3h");
      assertThatThrownBy(() -> proxy.updateConfig("cache.default_ttl", "never"))
          .isInstanceOf(ConfigurationException.class);

      List<ConfigRevision> history = storage.configHistory().list(10);

      assertThat(history).extracting(ConfigRevision::author).containsExactly("api", "api");
      assertThat(history.get(0).document())
          .isEqualTo(proxy.configuration())
          .contains("\"default_ttl\" : \"3h\"");
    }
  }

  @Test
  void changesTakeEffectEvenIfTheStorageAdapterHasNoHistory() throws Exception {
    List<Notice> notices = new CopyOnWriteArrayList<>();
    try (Storage memory = new InMemoryStorage(AdapterContext.of(Settings.NONE));
        CachingProxy proxy =
            builder()
                .storage(new WithoutHistory(memory))
                .listener(Notice.class, notices::add)
                .start()) {
      proxy.updateConfig("cache.cacheable_methods", List.of("POST"));

      assertThat(outcomes(proxy, "/a")).containsExactly("BYPASS", "BYPASS");
      assertThat(proxy.configuration()).contains("\"cacheable_methods\" : [ \"POST\" ]");
    }

    assertThat(notices)
        .filteredOn(notice -> notice.code().equals("config-history"))
        .first()
        .extracting(Notice::message)
        .asString()
        .contains("not in the history", "UnsupportedOperationException: not yet");
  }

  @Test
  void configurationWarningIsGivenOnce() throws Exception {
    List<Notice> notices = new CopyOnWriteArrayList<>();
    try (CachingProxy proxy = builder().listener(Notice.class, notices::add).start()) {
      proxy.updateConfig("cache.key.headers", List.of("Accept", "User-Agent"));
      proxy.updateConfig("cache.default_ttl", "2h");
    }

    assertThat(notices)
        .filteredOn(notice -> notice.source() == Notice.Source.CONFIGURATION)
        .extracting(Notice::code, Notice::message)
        .containsExactly(
            tuple(
                "uncounted-field",
                "cache.key.headers: User-Agent is never part of the cache key; remove it"));
  }

  /** A storage adapter whose author has not implemented the history yet. */
  private static final class WithoutHistory extends ForwardingStorage {
    WithoutHistory(Storage storage) {
      super(storage);
    }

    @Override
    public ConfigHistory configHistory() {
      throw new UnsupportedOperationException("not yet");
    }
  }

  @Test
  void aChangeOfASecretAloneIsInTheHistoryToo() throws Exception {
    try (Storage storage = new InMemoryStorage(AdapterContext.of(Settings.NONE));
        CachingProxy proxy = builder().storage(storage).headers("api", token("one")).start()) {
      proxy.updateConfig("domain_mappings.api.headers", token("two"));
      proxy.updateConfig("domain_mappings.api.headers", token("two"));

      List<ConfigRevision> history = storage.configHistory().list(10);

      assertThat(history).hasSize(2);
      assertThat(history.get(0).document()).isEqualTo(history.get(1).document());
    }
  }

  @Test
  void theStoresBoundsChangeWithTheConfiguration() throws Exception {
    for (String backend : List.of("sqlite", "rocksdb")) {
      try (CachingProxy proxy =
          builder()
              .set("cache.backend", backend)
              .set("cache.database_path", directory.resolve(backend + ".db"))
              .start()) {
        outcomes(proxy, "/a");
        outcomes(proxy, "/b");

        proxy.updateConfig("cache.memory_max_mb", 8);
        assertThat(field(proxy.baseUrl("api") + "/a")).isEqualTo("HIT");
        proxy.updateConfig("cache.memory_max_mb", 0);
        assertThat(field(proxy.baseUrl("api") + "/a")).isEqualTo("HIT");
        proxy.updateConfig("cache.max_entries", 1);

        await().until(() -> !isStored(proxy, "/a") || !isStored(proxy, "/b"));
      }
    }
  }

  @Test
  void watchedFileIsReloadedWhenItChanges() throws Exception {
    Path file = write("domain_mappings: {api: \"" + api.url() + "\"}");
    try (ProxyProcess proxy =
        ProxyProcess.serve(
            directory, List.of(), "--config", file.toString(), "--store", "memory", "--watch")) {
      write("domain_mappings: {api: \"" + api.url() + "\"}\ncache: {cacheable_methods: [POST]}");
      await()
          .atMost(TIMEOUT)
          .until(() -> proxy.output().contains(file + " was reloaded and is in force"));
      assertThat(field(proxy.url("/api/a"))).isEqualTo("BYPASS");

      write("cache: {cacheable_method: [GET], \"x\\e]0;y\": 1}");
      await().atMost(TIMEOUT).until(() -> proxy.output().contains(file + " has no effect until"));
      assertThat(proxy.output())
          .contains("c.yaml:1:9", "did you mean cache.cacheable_methods", "cache.x?]0;y");
      assertThat(field(proxy.url("/api/a"))).isEqualTo("BYPASS");

      write("domain_mappings: {api: \"" + api.url() + "\"}\nsecurity: {require_secure_key: true}");
      Pattern key = Pattern.compile("  key    http://\\S+:" + proxy.port() + "/\\S+/api");
      await().atMost(TIMEOUT).until(() -> key.matcher(proxy.output()).find());
    }
  }

  @Test
  void reloadIsReportedInAStructuredLogByTheProxysOwnLogger() throws Exception {
    String structured = "logging: {format: json, parent_logger: com.example.mine}\n";
    Path file = write(structured + "domain_mappings: {api: \"" + api.url() + "\"}");
    try (ProxyProcess proxy =
        ProxyProcess.serve(
            directory, List.of(), "--config", file.toString(), "--store", "memory", "--watch")) {
      write(structured + "domain_mappings: {other: \"" + api.url() + "\"}");

      await().atMost(TIMEOUT).until(() -> proxy.output().contains("was reloaded and is in force"));
      assertThat(proxy.output().lines().filter(line -> line.contains("was reloaded")))
          .singleElement()
          .asString()
          .contains("\"loggerName\":\"com.example.mine\"");
    }
  }

  @Test
  void watchWithoutAConfigurationFileIsAUsageError() throws Exception {
    try (ProxyProcess proxy =
        ProxyProcess.run(
            directory, List.of(), List.of("--map", "a=" + api.url(), "--port", "0", "--watch"))) {
      assertThat(proxy.exitCode()).isEqualTo(2);
      assertThat(proxy.output()).contains("--watch: needs a file to watch: name it with --config");
    }
  }

  private static Map<String, String> token(String text) {
    return Map.of("Authorization", "Bearer " + text);
  }

  private CachingProxyBuilder builder() {
    return CachingProxy.builder().map("api", api.url()).set("cache.store_budget", "30s");
  }

  private Path write(String text) throws IOException {
    return Files.writeString(directory.resolve("c.yaml"), text);
  }

  private List<String> outcomes(CachingProxy proxy, String path) {
    String url = proxy.baseUrl("api") + path;
    return List.of(field(url), field(url));
  }

  private boolean isStored(CachingProxy proxy, String path) {
    return get(proxy.baseUrl("api") + path, "Cache-Control", "only-if-cached").statusCode() == 200;
  }

  private String field(String url) {
    return Client.field(get(url), "X-Cache");
  }

  private HttpResponse<byte[]> get(String url, String... fields) {
    try {
      return client.get(url, fields);
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
