package io.apibuddy.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.bootstrap.config.Assignment;
import io.apibuddy.bootstrap.config.ConfigurationLoader;
import io.apibuddy.bootstrap.config.LoadedConfiguration;
import io.apibuddy.bootstrap.config.Sources;
import io.apibuddy.bootstrap.config.ValidationResult;
import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.bootstrap.error.ForbiddenKeyException;
import io.apibuddy.bootstrap.error.Problem;
import io.apibuddy.ports.store.ConfigRevision;
import io.apibuddy.ports.store.RateLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes over HTTP to the configuration of a running proxy. */
class RemoteChangeTest {
  private static final String TEXT =
      """
      cache: {default_ttl: 1h}
      domain_mappings:
        a:
          upstream: https://a.example
          headers: {Authorization: "Bearer ${TOKEN}"}
      """;

  @TempDir Path directory;
  @AutoClose private RunningProxy proxy;
  private LiveConfiguration live;
  private boolean keyWasGenerated;

  @BeforeEach
  void start() throws IOException {
    Path file = Files.writeString(directory.resolve("c.yaml"), TEXT);
    proxy = ProxyAssembly.start(spec(file));
    live = proxy.configuration();
  }

  @Test
  void remoteChangeIsInTheHistoryWithTheAuthorAdmin() {
    assertThat(live.updateRemotely("cache.default_ttl", "5m")).isEqualTo("5m");
    assertThat(live.updateRemotely("throttling.domain_limits.a", 50)).isEqualTo(List.of("50/hour"));

    assertThat(live.history(9))
        .extracting(ConfigRevision::author)
        .containsExactly("admin", "admin", "test");
    assertThat(live.current().document().find("cache.default_ttl")).isEqualTo("5m");
  }

  private List<RateLimit> limits(String alias) {
    return Objects.requireNonNull(live.current().proxy().aliases().get(alias)).throttle().limits();
  }

  @Test
  void aLimitCanBeChangedByTheKeyThatARefusalNames() {
    live.updateRemotely("throttling.domain_limits.a", 1);
    String named =
        Objects.requireNonNull(live.current().proxy().aliases().get("a")).throttle().limitsKey();

    assertThat(live.updateRemotely(named, "7/minute")).isEqualTo(List.of("7/minute"));
    assertThat(limits("a")).containsExactly(new RateLimit(7, Duration.ofMinutes(1)));
  }

  @Test
  void changedDomainLimitsOverrideThoseOfTheMappings() throws IOException {
    Files.writeString(
        directory.resolve("c.yaml"),
        TEXT
            + """
              throttling: {limits: 5}
            b.c: {upstream: "https://b.example", throttling: {limits: 6}}
            d: https://d.example
          """);
    live.reload("test");

    Map<String, Object> limits = Map.of("a", List.of("1/second", 20), "b.c", 0, "d", 3);
    assertThat(live.updateRemotely("throttling.domain_limits", limits))
        .isEqualTo(Map.of("a", List.of("1/second", "20/hour"), "b.c", 0L, "d", List.of("3/hour")));
    assertThat(limits("a"))
        .containsExactly(
            new RateLimit(1, Duration.ofSeconds(1)), new RateLimit(20, Duration.ofHours(1)));
    assertThat(limits("b.c")).isEmpty();
    assertThat(limits("d")).containsExactly(new RateLimit(3, Duration.ofHours(1)));

    live.updateRemotely("throttling.domain_limits", "a=2");
    assertThat(limits("a")).containsExactly(new RateLimit(2, Duration.ofHours(1)));
    assertThat(limits("b.c")).containsExactly(new RateLimit(6, Duration.ofHours(1)));
  }

  @Test
  void concurrentChangesAllTakeEffect() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (long round = 1; round <= 20; round++) {
        long value = round;
        List<Callable<Object>> changes =
            List.of(
                () -> live.updateRemotely("cache.max_entries", value),
                () -> live.updateRemotely("throttling.default_requests_per_hour", value));
        for (Future<Object> change : threads.invokeAll(changes)) {
          assertThat(change.get()).isEqualTo(value);
        }
        assertThat(live.current().document().find("cache.max_entries")).isEqualTo(value);
        assertThat(live.current().document().find("throttling.default_requests_per_hour"))
            .isEqualTo(value);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void changesInTheFileTakeEffectOnlyOnReload() throws IOException {
    Path file = directory.resolve("c.yaml");
    Files.writeString(file, TEXT.replace("1h", "2h"));
    live.updateRemotely("cache.max_entries", 5);
    assertThat(live.current().document().find("cache.default_ttl")).isEqualTo("1h");

    Files.writeString(file, "half [ a file");
    live.updateRemotely("cache.max_entries", 6);
    assertThat(live.current().document().find("cache.max_entries")).isEqualTo(6L);

    Files.writeString(file, TEXT.replace("1h", "3h"));
    live.reload("test");
    assertThat(live.current().document().find("cache.default_ttl")).isEqualTo("3h");
  }

  @Test
  void refusedChangeChangesNothing() {
    String before = live.current().document().json();

    assertThatThrownBy(() -> live.updateRemotely("domain_mappings.a.upstream", "http://evil"))
        .isInstanceOf(ForbiddenKeyException.class);
    assertThatThrownBy(() -> live.updateRemotely("cache.key.ignore_query", "${TOKEN}"))
        .isInstanceOf(ConfigurationException.class);
    assertThatThrownBy(() -> live.updateRemotely("cache.max_entrys", 5))
        .hasMessage("cache.max_entrys: unknown key; did you mean cache.max_entries?");
    assertThatThrownBy(() -> live.updateRemotely("domain_mappings.a.max_size_mb", 5))
        .hasMessage("domain_mappings.a.max_size_mb: unknown key; did you mean cache.max_size_mb?");
    assertThatThrownBy(() -> live.updateRemotely("cache.max_entries", null))
        .hasMessage("cache.max_entries: a value is missing");

    assertThat(live.current().document().json()).isEqualTo(before);
    assertThat(live.history(9)).hasSize(1);
  }

  @Test
  void validatingADocumentChangesNothing() {
    String before = live.current().document().json();

    ValidationResult good =
        live.validate("cache: {default_ttl: 2h}\ndomain_mappings: {b: http://b}");
    ValidationResult bad =
        live.validate("cache: {default_ttl: soon, max_entrys: 5}\ndomain_mappings: {b: http://b}");

    assertThat(good.valid()).isTrue();
    assertThat(good.warnings()).isEmpty();
    assertThat(bad.valid()).isFalse();
    assertThat(bad.errors())
        .extracting(Problem::toString)
        .containsExactly(
            "document:1:22: cache.default_ttl: expected a duration above 0 such as 30s, 5m, 12h or"
                + " 7d (a plain number is seconds), at most 36500d, found text \"soon\"",
            "document:1:28: cache.max_entrys: unknown key; did you mean cache.max_entries?");
    assertThat(live.current().document().json()).isEqualTo(before);
    assertThat(live.history(9)).hasSize(1);
  }

  @Test
  void validationDoesNotRevealEnvironmentVariables() {
    ValidationResult findings = live.validate(TEXT);

    assertThat(findings.errors())
        .extracting(Problem::toString)
        .containsExactly(
            "document:5:30: domain_mappings.a.headers.Authorization: ${...} is not allowed in a"
                + " change over HTTP: it would show the variable's value");
    assertThat(live.validate("domain_mappings: {a: 'https://a.example/$${TOKEN}'}").errors())
        .extracting(Problem::toString)
        .singleElement()
        .asString()
        .doesNotContain("known-to-nobody");
  }

  @Test
  void documentThatNeedsARestartIsValidWithAWarning() {
    ValidationResult findings =
        live.validate("server: {max_workers: 3}\ndomain_mappings: {a: https://a.example}");

    assertThat(findings.errors()).isEmpty();
    assertThat(findings.warnings())
        .extracting(Problem::toString)
        .containsExactly("server.max_workers: needs a restart: it is 1024, the change says 3");
  }

  @Test
  void validationWarnsOfANestedAliasOfAnotherServer() {
    ValidationResult findings =
        live.validate(
            """
            domain_mappings:
              a: https://a.example/v1
              a/b: https://b.example
              a/c: https://A.example:443/c
              ab: https://b.example
            """);

    assertThat(findings.valid()).isTrue();
    assertThat(findings.warnings())
        .extracting(Problem::toString)
        .containsExactly(
            "domain_mappings.a/b: lies below the alias a, which leads to another server: clients"
                + " send cookies of a to this one too; give it another name");
  }

  @Test
  void validationWarnsOfVariablesWithoutTheirBraces() {
    ValidationResult findings =
        live.validate(
            """
            cache: {database_path: $HOME/cache.db}
            domain_mappings:
              a:
                upstream: https://a.example
                headers:
                  Authorization: Bearer $TOKEN
                  X-Whole: ${TOKEN
                  X-Escaped: $${TOKEN}
                  X-Price: 5 $US and more
                  X-Hash: $2a$10$x
            """);

    String message =
        ": begins or ends with a $NAME that is taken as it stands; write ${NAME} for the variable's"
            + " value";
    assertThat(findings.warnings())
        .extracting(Problem::toString)
        .contains(
            "cache.database_path" + message,
            "domain_mappings.a.headers.Authorization" + message,
            "domain_mappings.a.headers.X-Whole" + message)
        .noneMatch(warning -> warning.matches(".*(Escaped|Price|Hash).*"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"domain_mappings.", "throttling.domain_limits."})
  void aPathWithoutItsAliasIsAnUnknownKey(String path) {
    assertThatThrownBy(() -> live.updateRemotely(path, "5"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(path + ": unknown key");
  }

  @Test
  void validationWarnsOfKeyFieldsThatNeverCount() {
    ValidationResult findings =
        live.validate(
            """
            cache: {key: {headers: [Accept, User-Agent, 'Sec-*', '*', User-Agent-Hint]}}
            domain_mappings:
              a: {upstream: https://a.example, key: {headers: [X_Forwarded_User, content-type]}}
              b: {upstream: https://b.example, key: {headers: [Range]}}
              c: https://c.example
            """);

    assertThat(findings.valid()).isTrue();
    assertThat(findings.warnings())
        .extracting(Problem::toString)
        .containsExactly(
            "cache.key.headers: User-Agent is never part of the cache key; remove it",
            "domain_mappings.a.key.headers: X_Forwarded_User is never part of the cache key;"
                + " remove it",
            "domain_mappings.b.key.headers: Range is never part of the cache key; remove it");
  }

  @Test
  void validationWarnsOfSettingsWithoutEffect() {
    ValidationResult findings =
        live.validate(
            """
            cache: {cacheable_methods: [HEAD, POST]}
            domain_mappings:
              a:
                upstream: https://a.example
                policy: http
                cacheable_methods: [HEAD]
                rules:
                  - {path: /a, ttl: 5m}
                  - {path: /b, ttl: 5m, mode: cache}
                  - {path: /c, ttl: 5m, policy: ttl}
                  - {path: /d, ttl: 5m, policy: http}
              b:
                upstream: https://b.example
                rules:
                  - {path: /a, ttl: 5m, methods: [HEAD]}
                  - {path: /b, ttl: 5m, methods: [HEAD, GET]}
              c: https://c.example
              d: {upstream: https://d.example, cacheable_methods: [GET, HEAD]}
            """);

    String head = ": HEAD goes with GET and has no effect without it; add GET";
    String ttl = ".ttl: has no effect on freshness in policy http; add policy: ttl, or remove it";
    assertThat(findings.valid()).isTrue();
    assertThat(findings.warnings())
        .extracting(Problem::toString)
        .containsExactly(
            "domain_mappings.a.cacheable_methods" + head,
            "domain_mappings.a.rules[0]" + ttl,
            "domain_mappings.a.rules[1]" + ttl,
            "cache.cacheable_methods" + head,
            "domain_mappings.b.rules[0].methods" + head);
  }

  @Test
  void longPointersAreValidatedLikeOthers() {
    String shape = "domain_mappings: {a: https://a.example}\ncache: {key: {ignore_json: ['%s']}}";
    for (String pointer : List.of("/" + "a".repeat(200_000), "/a~0".repeat(50_000))) {
      assertThat(live.validate(shape.formatted(pointer)).errors()).isEmpty();
      assertThat(live.validate(shape.formatted(pointer + "~2")).errors()).hasSize(1);
      assertThat(live.validate(shape.formatted("x" + pointer)).errors()).hasSize(1);
    }
  }

  @Test
  void validationGeneratesNoAccessKey() {
    ValidationResult findings =
        live.validate(
            "security: {require_secure_key: true}\ndomain_mappings: {a: https://a.example}");

    assertThat(findings.valid()).isTrue();
    assertThat(keyWasGenerated).isFalse();
  }

  private ProxySpec spec(Path file) {
    ClassLoader classPath = RemoteChangeTest.class.getClassLoader();
    ConfigurationLoader loader =
        new ConfigurationLoader(
            new Providers(classPath).storages(),
            () -> {
              keyWasGenerated = true;
              return "a-key-that-was-made";
            });
    Sources sources =
        Sources.of(
                List.of(
                    Assignment.of("test", "server.port", 0),
                    Assignment.of("test", "cache.backend", "memory")))
            .withFile(file)
            .withEnvironment(Map.of("TOKEN", "known-to-nobody"));
    return ProxySpec.of(
        LoadedConfiguration.load(loader, sources), "test", CallerParts.NONE, classPath);
  }
}
