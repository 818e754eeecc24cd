package io.apibuddy.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.bootstrap.error.ForbiddenKeyException;
import io.apibuddy.bootstrap.fakes.FakeStorageProvider;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks every key against the rule, which is stated here a second time by sections. */
class RemoteKeysTest {
  private static final Schema SCHEMA = new Schema(List.of(new FakeStorageProvider()));
  private static final Set<String> OF_MAPPINGS =
      Set.of("ttl", "ttl_seconds", "policy", "mode", "throttling.limits");

  private final RemoteKeys keys = new RemoteKeys(SCHEMA);

  static Stream<String> changeable() {
    return everyPath().filter(RemoteKeysTest::mayChange);
  }

  static Stream<String> forbidden() {
    return everyPath().filter(path -> !mayChange(path));
  }

  private static Stream<String> everyPath() {
    return Stream.concat(
        SCHEMA.paths(false).keySet().stream(),
        SCHEMA.paths(true).keySet().stream().map(path -> "domain_mappings.a.b." + path));
  }

  private static boolean mayChange(String path) {
    if (path.startsWith("domain_mappings.a.b.")) {
      return OF_MAPPINGS.contains(path.substring("domain_mappings.a.b.".length()));
    }
    boolean engine = SCHEMA.engineKeys().stream().anyMatch(key -> path.equals(key.path()));
    boolean place = path.equals("cache.backend") || path.equals("cache.database_path");
    return path.equals("logging.level")
        || path.startsWith("throttling.")
        || path.startsWith("metrics.")
        || (path.startsWith("cache.") && !engine && !place);
  }

  @ParameterizedTest
  @MethodSource("changeable")
  void keyMayBeChangedOverHttp(String path) {
    assertThatCode(() -> keys.requireChangeable(path, "any")).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("forbidden")
  void keyMayNotBeChangedOverHttp(String path) {
    assertThatThrownBy(() -> keys.requireChangeable(path, "any"))
        .isInstanceOf(ForbiddenKeyException.class)
        .hasMessage(
            path
                + ": cannot be changed over HTTP; change it where the proxy's configuration"
                + " comes from")
        .extracting(thrown -> ((ForbiddenKeyException) thrown).key())
        .isEqualTo(path);
  }

  @Test
  void limitsOfAnAliasMayBeChangedUnderBothNames() {
    for (String path :
        List.of("throttling.domain_limits.a.b", "domain_mappings.a.b.throttling.limits")) {
      assertThatCode(() -> keys.requireChangeable(path, 5)).doesNotThrowAnyException();
    }
  }

  @Test
  void settingAnAliasMeansItsUpstreamAndIsForbidden() {
    assertThatThrownBy(() -> keys.requireChangeable("domain_mappings.a", "http://evil.example"))
        .isInstanceOf(ForbiddenKeyException.class)
        .hasMessageStartingWith("domain_mappings.a.upstream: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cache", "server", "domain_mappings", "servers.port", "Server.port", ""})
  void unknownPathIsNotReportedAsForbidden(String path) {
    assertThatCode(() -> keys.requireChangeable(path, Map.of())).doesNotThrowAnyException();
  }

  @Test
  void valuesWithoutReferencesAreAccepted() {
    for (Object value :
        List.of("$HOME", List.of("a", "$b"), Map.of("a", 5, "b", Map.of("requests", 2)))) {
      assertThatCode(() -> keys.requireChangeable("throttling.domain_limits", value))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void valuesMayNotReferToEnvironmentVariables() {
    for (Object value :
        List.of(
            "${HOME}",
            "a$${HOME}",
            List.of("a", "${HOME}"),
            Map.of("a", Map.of("b", "${HOME}")),
            Map.of("${HOME}", 1))) {
      assertThatThrownBy(() -> keys.requireChangeable("cache.key.ignore_query", value))
          .isInstanceOf(ConfigurationException.class)
          .hasMessage(
              "cache.key.ignore_query: ${...} is not allowed in a change over HTTP: it would"
                  + " show the variable's value");
    }
  }
}
