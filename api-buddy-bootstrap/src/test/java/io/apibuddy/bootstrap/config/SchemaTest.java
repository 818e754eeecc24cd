package io.apibuddy.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.bootstrap.metrics.Price;
import io.apibuddy.bootstrap.metrics.PriceTable;
import io.apibuddy.domain.config.AccessConfiguration;
import io.apibuddy.domain.config.AccessKey;
import io.apibuddy.domain.config.AliasConfiguration;
import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.domain.config.CachePolicy;
import io.apibuddy.domain.config.KeyPosition;
import io.apibuddy.domain.config.PathGlob;
import io.apibuddy.domain.config.PathRule;
import io.apibuddy.domain.config.ThrottleConfiguration;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.store.PenaltyRule;
import io.apibuddy.ports.store.RateLimit;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaTest {
  private static final String KEY = "an-access-key-of-ours";
  private static final Assignment MAPPING =
      Assignment.mapping("test", "a", "https://api.example.com");

  private static Arguments key(
      String path,
      Object value,
      @Nullable Object expected,
      Function<Configuration, @Nullable Object> found) {
    return Arguments.of(path, value, expected, found);
  }

  private static Arguments server(String name, Object value, Object expected) {
    return key(
        "server." + name, value, expected, configuration -> setting(configuration, name, expected));
  }

  private static Object setting(Configuration configuration, String name, Object like) {
    if (like instanceof Long) {
      return configuration.server().settings().number(name, -1);
    }
    return like instanceof Duration
        ? configuration.server().settings().duration(name, Duration.ZERO)
        : configuration.server().settings().text(name, "");
  }

  private static Arguments cache(
      String name, Object value, Object expected, Function<CacheConfiguration, Object> found) {
    return key("cache." + name, value, expected, c -> found.apply(mapping(c).cache()));
  }

  private static Arguments access(
      String name, Object value, Object expected, Function<AccessConfiguration, Object> found) {
    return key("security." + name, value, expected, c -> found.apply(c.proxy().access()));
  }

  private static Arguments throttling(
      String name, Object value, Object expected, Function<ThrottleConfiguration, Object> found) {
    return key("throttling." + name, value, expected, c -> found.apply(mapping(c).throttle()));
  }

  private static List<RateLimit> perHour(long requests) {
    return List.of(new RateLimit(requests, Duration.ofHours(1)));
  }

  private static AliasConfiguration mapping(Configuration configuration) {
    return Objects.requireNonNull(configuration.proxy().aliases().get("a"));
  }

  static Stream<Arguments> general() {
    return Stream.of(
        server("host", "localhost", "localhost"),
        server("port", 81, 81L),
        server("max_workers", 7, 7L),
        key("server.max_workers", 7, 7, c -> c.server().maxWorkers()),
        key("server.max_workers", 7, 3, c -> c.proxy().waitingPlaces()),
        key(
            "server.max_workers",
            2000,
            2000L,
            c -> c.client().number("max_connections_per_upstream", -1)),
        key(
            "server.max_connections",
            3000,
            3000L,
            c -> c.client().number("max_connections_per_upstream", -1)),
        server("max_connections", 8, 8L),
        key("server.start_timeout", "3s", Duration.ofSeconds(3), c -> c.server().startTimeout()),
        key(
            "server.connect_timeout",
            "3s",
            Duration.ofSeconds(3),
            c -> mapping(c).timeouts().connect()),
        key(
            "server.request_timeout",
            4,
            Duration.ofSeconds(4),
            c -> mapping(c).timeouts().response()),
        key(
            "server.upstream_idle_timeout",
            "6m",
            Duration.ofMinutes(6),
            c -> mapping(c).timeouts().idle()),
        server("max_request_size", "2MiB", 2L << 20),
        server("max_header_size", "32KiB", 32_768L),
        server("max_target_size", 4096, 4_096L),
        server("header_timeout", "11s", Duration.ofSeconds(11)),
        server("client_idle_timeout", "12s", Duration.ofSeconds(12)),
        server("shutdown_grace", "13s", Duration.ofSeconds(13)),
        key(
            "server.allowed_hosts",
            "A.example",
            true,
            c -> c.proxy().allowedHosts().contains("a.example")),
        key(
            "server.upstream_ca_file",
            "ca.pem",
            "ca.pem",
            c -> c.client().text("upstream_ca_file", "")),
        key(
            "server.upstream_proxy",
            "http://proxy.example:3128",
            "http://proxy.example:3128",
            c -> c.client().text("upstream_proxy", "")),
        key(
            "server.no_proxy",
            "A.example, 10.0.0.1",
            "a.example,10.0.0.1",
            c -> c.client().text("no_proxy", "")),
        access("require_secure_key", true, true, a -> a.key() != null),
        access("secure_key", KEY, AccessKey.of(KEY), AccessConfiguration::adminKey),
        access(
            "key_position",
            "header, query_param",
            Set.of(KeyPosition.HEADER, KeyPosition.QUERY_PARAM),
            AccessConfiguration::positions),
        access("key_param_name", "k", "k", AccessConfiguration::paramName),
        access("key_header_name", "X-K", "X-K", AccessConfiguration::headerName),
        access(
            "failed_auth_lockout_minutes",
            "1.5",
            Duration.ofSeconds(90),
            AccessConfiguration::lockout),
        access("admin_rate_limit_per_minute", 7, 7, a -> a.admin().ratePerMinute()),
        access("log_security_events", false, false, AccessConfiguration::reportEvents),
        access(
            "allowed_origins",
            "https://App.example, http://b:*",
            Set.of("https://app.example", "http://b:*"),
            AccessConfiguration::allowedOrigins),
        key("admin.enabled", false, false, c -> c.proxy().access().admin().enabled()),
        key("admin.secure_key", KEY, AccessKey.of(KEY), c -> c.proxy().access().adminKey()),
        key(
            "security.credential_query_params",
            List.of("secret"),
            Set.of("secret"),
            c -> c.proxy().credentialQueryParams()),
        key("cache.backend", "sqlite", "sqlite", c -> c.storage().backend()),
        key("cache.database_path", "/tmp/x", "/tmp/x", c -> c.storage().path()),
        cache("default_ttl_days", "0.5", Duration.ofHours(12), CacheConfiguration::ttl),
        cache("default_ttl", "90s", Duration.ofSeconds(90), CacheConfiguration::ttl),
        key("cache.max_entries", 3, 3L, c -> c.proxy().bounds().capacity().maxEntries()),
        key("cache.max_entries", 3, 3L, c -> c.storage().settings().get("max_entries")),
        key("cache.max_size_mb", 3, 3L << 20, c -> c.proxy().bounds().capacity().maxBytes()),
        key("cache.max_size_mb", 3, 3L, c -> c.storage().settings().get("max_size_mb")),
        key("cache.memory_max_mb", 0, 0L, c -> c.storage().memoryMaxBytes()),
        key(
            "cache.cleanup_interval_hours",
            "1.5",
            Duration.ofMinutes(90),
            c -> c.proxy().bounds().cleanupInterval()),
        key(
            "cache.store_budget",
            "70ms",
            Duration.ofMillis(70),
            c -> c.storage().settings().get("store_budget")),
        key(
            "cache.enable_compression",
            false,
            false,
            c -> c.storage().settings().get("enable_compression")),
        throttling("domain_limits", Map.of("a", 5), perHour(5), ThrottleConfiguration::limits),
        key(
            "metrics.retention_days",
            2,
            Duration.ofDays(2),
            c -> c.proxy().bounds().metricsRetention()),
        key(
            "metrics.prices",
            Map.of("m*", Map.of("input", 2, "output", "0.5", "currency", "EUR")),
            new PriceTable(
                Map.of("m*", new Price(new BigDecimal("2"), null, new BigDecimal("0.5"), "EUR"))),
            c -> c.observation().prices()),
        key("logging.format", "json", true, c -> c.observation().structuredLog()),
        key("logging.log_to_parent", false, null, c -> c.observation().logger()),
        key("logging.parent_logger", "x.y", "x.y", c -> c.observation().logger()),
        key(
            "callbacks",
            Map.of("on_notice", "x.Y$Z"),
            Map.of("on_notice", "x.Y$Z"),
            c -> c.observation().callbacks()),
        key("logging.level", "warn", "WARN", Configuration::logLevel));
  }

  static Stream<Arguments> policies() {
    return Stream.of(
        cache("cacheable_methods", "GET", Set.of("GET"), CacheConfiguration::cacheableMethods),
        cache("cache_error_responses", true, true, CacheConfiguration::cacheErrorResponses),
        cache("min_cache_response_size", 7, 7L, CacheConfiguration::minResponseSize),
        cache("max_cache_response_size", "1kB", 1_000L, CacheConfiguration::maxResponseSize),
        cache("max_key_body_size", 9, 9L, CacheConfiguration::maxKeyBodySize),
        cache("share_across_credentials", true, true, CacheConfiguration::shareAcrossCredentials),
        cache("ignore_no_store", true, true, CacheConfiguration::ignoreNoStore),
        cache(
            "respect_client_cache_control",
            false,
            false,
            CacheConfiguration::respectClientCacheControl),
        cache("coalesce", false, false, CacheConfiguration::coalesce),
        cache("policy", "http", CachePolicy.HTTP, CacheConfiguration::policy),
        cache("mode", "record", CacheMode.RECORD, CacheConfiguration::mode),
        cache(
            "stale_if_error_seconds", 90, Duration.ofSeconds(90), CacheConfiguration::staleIfError),
        cache(
            "stale_while_revalidate_seconds",
            "1.5",
            Duration.ofMillis(1500),
            CacheConfiguration::staleWhileRevalidate),
        cache("key.ignore_query", "a, b", Set.of("a", "b"), c -> c.key().ignoreQuery()),
        cache("key.ignore_json", "/m/t", List.of("/m/t"), c -> c.key().ignoreJson()),
        cache("key.headers", "Accept,*-tag", List.of("Accept", "*-tag"), c -> c.key().headers()),
        cache(
            "key.credential_headers",
            "X-Mine",
            Set.of("X-Mine", "Authorization", "Cookie", "X-Api-Key", "Api-Key", "X-Goog-Api-Key"),
            c -> c.key().credentialHeaders()));
  }

  static Stream<Arguments> throttles() {
    return Stream.of(
        throttling("default_requests_per_hour", 7, perHour(7), ThrottleConfiguration::limits),
        throttling("default_requests_per_hour", 0, List.of(), ThrottleConfiguration::limits),
        throttling(
            "progressive_enabled", false, PenaltyRule.NONE, ThrottleConfiguration::penaltyRule),
        throttling(
            "progressive_max_delay", "1m", Duration.ofMinutes(1), t -> t.penaltyRule().maximum()),
        throttling(
            "max_wait_seconds", 1.5, Duration.ofMillis(1500), ThrottleConfiguration::maxWait),
        throttling("respect_upstream", false, false, ThrottleConfiguration::respectUpstream),
        throttling("max_pause", "5m", Duration.ofMinutes(5), ThrottleConfiguration::maxPause));
  }

  static Stream<Arguments> mappingKeys() {
    List<Arguments> keys = new ArrayList<>(throttles().toList());
    keys.add(throttling("limits", "5", perHour(5), ThrottleConfiguration::limits));
    policies()
        .forEach(
            policy -> {
              Object[] parts = policy.get();
              parts[0] = String.valueOf(parts[0]).substring("cache.".length());
              keys.add(Arguments.of(parts));
            });
    keys.add(key("upstream", "http://u", "http://u", c -> mapping(c).upstream().toString()));
    keys.add(key("ttl", "1h", Duration.ofHours(1), c -> mapping(c).cache().ttl()));
    keys.add(key("ttl_seconds", 5, Duration.ofSeconds(5), c -> mapping(c).cache().ttl()));
    Duration second = Duration.ofSeconds(1);
    keys.add(key("connect_timeout", "1s", second, c -> mapping(c).timeouts().connect()));
    keys.add(key("request_timeout", "1s", second, c -> mapping(c).timeouts().response()));
    keys.add(
        key(
            "headers",
            Map.of("Authorization", "Bearer s3cret"),
            Headers.of("Authorization", "Bearer s3cret"),
            c -> mapping(c).injected()));
    keys.add(
        key(
            "rules",
            List.of(Map.of("path", "/x/**", "mode", "refresh")),
            List.of(
                new PathRule(
                    Set.of(),
                    PathGlob.of("/x/**"),
                    CacheConfiguration.DEFAULT.withMode(CacheMode.REFRESH))),
            c -> mapping(c).rules()));
    keys.add(
        key(
            "upstream_ca_file",
            "ca.pem",
            "ca.pem",
            c -> c.client().text("upstream_ca_file.a", "")));
    keys.add(key("upstream_idle_timeout", "1s", second, c -> mapping(c).timeouts().idle()));
    return keys.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"general", "policies", "throttles"})
  void everyKeyReachesTheConfiguration(
      String path, Object value, Object expected, Function<Configuration, @Nullable Object> found) {
    assertThat(found.apply(load(MAPPING))).isNotEqualTo(expected);
    assertThat(found.apply(load(MAPPING, Assignment.of("test", path, value)))).isEqualTo(expected);
  }

  static Stream<Arguments> times() {
    return Stream.of(general(), policies(), throttles())
        .flatMap(keys -> keys)
        .filter(key -> key.get()[2] instanceof Duration);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("times")
  void everyTimeKeyAcceptsADurationWhateverItsUnit(
      String path, Object value, Duration expected, Function<Configuration, Object> found) {
    Configuration given = load(MAPPING, Assignment.of("test", path, expected));

    assertThat(found.apply(given)).isEqualTo(expected);
    assertThat(given.document().find(path))
        .isEqualTo(load(MAPPING, Assignment.of("test", path, value)).document().find(path));
  }

  @Test
  void zeroDurationIsAcceptedAndNegativeOnesAreRefused() {
    Assignment none = Assignment.of("test", "throttling.max_wait_seconds", Duration.ZERO);

    assertThat(mapping(load(MAPPING, none)).throttle().maxWait()).isZero();
    for (String path : List.of("cache.max_entries", "cache.default_ttl_days")) {
      assertThatThrownBy(
              () -> load(MAPPING, Assignment.of("test", path, Duration.ofDays(2).negated())))
          .hasMessageContaining(path)
          .hasMessageContaining("found -2d");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mappingKeys")
  void everyKeyOfAMappingHasAnEffectOnThatMappingOnly(
      String path, Object given, Object expected, Function<Configuration, @Nullable Object> found) {
    Assignment other = Assignment.mapping("test", "b.ttl.example", "https://b.example.com");
    Assignment value = Assignment.of("test", "domain_mappings.a." + path, given);
    Configuration before = load(MAPPING, other);

    Configuration after =
        path.equals("upstream") ? load(value, other) : load(MAPPING, value, other);

    assertThat(found.apply(before)).isNotEqualTo(expected);
    assertThat(found.apply(after)).isEqualTo(expected);
    assertThat(after.proxy().aliases().get("b.ttl.example"))
        .isEqualTo(before.proxy().aliases().get("b.ttl.example"));
  }

  @Test
  void everyKeyIsCoveredByThisTest() {
    Set<String> tested = new HashSet<>(Set.of("security.allow_open", "logging.include_secure_key"));
    Stream.of(general(), policies(), throttles())
        .flatMap(keys -> keys)
        .forEach(key -> tested.add((String) key.get()[0]));
    mappingKeys().forEach(key -> tested.add("mapping." + key.get()[0]));
    Set<String> known = new HashSet<>();
    for (Key<?> key : new Schema().keys()) {
      if (key.path() != null) {
        known.add(key.path());
      }
      if (key.mappingPath() != null) {
        known.add("mapping." + key.mappingPath());
      }
    }

    assertThat(tested).isEqualTo(known);
  }

  @Test
  void schemaListsEveryDeclaredKey() throws IllegalAccessException {
    List<Key<?>> declared = new ArrayList<>();
    for (Class<?> section :
        List.of(
            ServerKeys.class,
            CacheKeys.class,
            ThrottleKeys.class,
            SecurityKeys.class,
            OtherKeys.class)) {
      for (Field field : section.getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers()) && field.getType() == Key.class) {
          declared.add((Key<?>) field.get(null));
        }
      }
    }

    assertThat(new Schema().keys()).containsExactlyInAnyOrderElementsOf(declared);
  }

  private static Configuration load(Assignment... assignments) {
    return new ConfigurationLoader().load(Sources.of(List.of(assignments)));
  }
}
