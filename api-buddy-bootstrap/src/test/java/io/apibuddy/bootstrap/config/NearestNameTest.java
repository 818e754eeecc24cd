package io.apibuddy.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.bootstrap.error.ForbiddenKeyException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Suggestions for misspelt names, and that huge or very many names cost little time. */
class NearestNameTest {
  private static final Duration TIME_LIMIT = Duration.ofSeconds(10);
  private static final int HUGE = 1 << 20;

  @ParameterizedTest
  @CsvSource({
    "tll, ttl",
    "upstraem, upstream",
    "colaesce, coalesce",
    "upstreams, upstream",
    "other.ttl, ttl",
    "xyz, ''",
    "tl, ttl",
    "tlt, ttl",
    "t, ''",
    "completely-different, ''",
    "upsrtaem, upstream",
    "raleod, ''",
    "record, ''",
    "start, ''",
    "max_wait, max_wait_seconds",
    "max_idle, ''"
  })
  void suggestsTheNearestName(String name, String meant) {
    List<String> known =
        List.of(
            "upstream",
            "ttl",
            "coalesce",
            "reload",
            "stats",
            "max_wait_seconds",
            "max_idle_ms",
            "max_idle_count");
    assertThat(NearestName.hint(name, known))
        .isEqualTo(meant.isEmpty() ? "" : "; did you mean " + meant + "?");
  }

  @Test
  void suggestsTheNearestOfSeveral() {
    assertThat(NearestName.of("modes", List.of("nodes_x", "remodes", "mode"))).isEqualTo("mode");
  }

  @Test
  void suggestsNothingAmongTooManyNames() {
    List<String> many = IntStream.range(0, 1000).mapToObj(i -> "name" + i).toList();

    assertThat(NearestName.hint("nmae7", many)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.", "a", ".", "ttl_days", "ttl_days."})
  void hugePathIsRefusedQuickly(String part) {
    String path = part.repeat(HUGE / part.length());
    RemoteKeys remote = new ConfigurationLoader().remoteKeys();

    assertQuick(
        () ->
            assertThatThrownBy(() -> remote.requireChangeable("domain_mappings." + path + "x", 1))
                .isInstanceOf(ForbiddenKeyException.class));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.", "a", ".", "ttl_days", "ttl_days."})
  void changeOfAHugePathIsRefusedQuickly(String part) {
    LoadedConfiguration loaded = loaded();
    Assignment change = Assignment.of("", part.repeat(HUGE / part.length()), 1);

    assertQuick(
        () ->
            assertThatThrownBy(() -> loaded.with(change))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("unknown key"));
  }

  @Test
  void documentWithManyUnknownNamesIsRefusedQuickly() {
    String mappings =
        IntStream.range(0, 5_000)
            .mapToObj(i -> "\"mapping-" + i + "\":\"http://h\"")
            .collect(Collectors.joining(","));
    String limits =
        IntStream.range(0, 10_000)
            .mapToObj(i -> "\"limited-" + i + "\":1")
            .collect(Collectors.joining(","));
    String keys =
        IntStream.range(0, 5_000)
            .mapToObj(i -> "\"cache_entries" + i + "\":1")
            .collect(Collectors.joining(","));
    String document =
        "{\"domain_mappings\":{%s},\"throttling\":{\"domain_limits\":{%s}},\"cache\":{%s}}"
            .formatted(mappings, limits, keys);

    ConfigurationLoader loader = new ConfigurationLoader();

    assertQuick(
        () ->
            assertThatThrownBy(() -> loader.load(Sources.of(List.of()), document))
                .isInstanceOf(ConfigurationException.class));
  }

  private static LoadedConfiguration loaded() {
    return LoadedConfiguration.load(
        new ConfigurationLoader(),
        Sources.of(
            List.of(
                Assignment.mapping("test", "a", "http://h"),
                Assignment.of("test", "server.port", 1))));
  }

  private static void assertQuick(Executable work) {
    assertTimeoutPreemptively(TIME_LIMIT, work);
  }
}
