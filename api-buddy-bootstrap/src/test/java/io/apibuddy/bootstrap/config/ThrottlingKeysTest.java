package io.apibuddy.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.domain.config.ThrottleConfiguration;
import io.apibuddy.ports.store.RateLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The section {@code throttling}: which limits apply to an alias, and which are refused. */
class ThrottlingKeysTest {
  private static final RateLimit FIVE_A_SECOND = new RateLimit(5, Duration.ofSeconds(1));
  private static final RateLimit NINE_A_DAY = new RateLimit(9, Duration.ofDays(1));

  @TempDir Path directory;

  private static RateLimit perHour(long requests) {
    return new RateLimit(requests, Duration.ofHours(1));
  }

  private ThrottleConfiguration file(String throttling) throws IOException {
    Path file = directory.resolve("c.yaml");
    Files.writeString(file, "domain_mappings:\n  a: https://a.example\n" + throttling);
    return throttle(load(List.of(), Map.of(), file));
  }

  private static ThrottleConfiguration set(Object... pathsAndValues) {
    List<Assignment> assignments = new ArrayList<>();
    assignments.add(Assignment.mapping("--map", "a", "https://a.example"));
    for (int i = 0; i < pathsAndValues.length; i += 2) {
      assignments.add(
          Assignment.of("set", String.valueOf(pathsAndValues[i]), pathsAndValues[i + 1]));
    }
    return throttle(load(assignments, Map.of(), null));
  }

  private static Configuration load(
      List<Assignment> assignments, Map<String, String> environment, @Nullable Path file) {
    return new ConfigurationLoader()
        .load(Sources.of(assignments).withFile(file).withEnvironment(environment));
  }

  private static ThrottleConfiguration throttle(Configuration configuration) {
    return Objects.requireNonNull(configuration.proxy().aliases().get("a")).throttle();
  }

  @Test
  void defaultLimitAppliesIfNothingIsConfigured() {
    assertThat(set()).isEqualTo(ThrottleConfiguration.DEFAULT);
  }

  @Test
  void limitCanBeANumberATextAnObjectOrAList() throws IOException {
    String limits = "throttling:\n  domain_limits:\n    a: ";
    assertThat(file(limits + "50").limits()).containsExactly(perHour(50));
    assertThat(file(limits + "0").limits()).isEmpty();
    assertThat(file(limits + "5/second").limits()).containsExactly(FIVE_A_SECOND);
    assertThat(file(limits + "{requests: 5, per: second}").limits()).containsExactly(FIVE_A_SECOND);
    assertThat(file(limits + "[{requests: 5, per: second}, 50, {requests: 9, per: day}]").limits())
        .containsExactly(FIVE_A_SECOND, perHour(50), NINE_A_DAY);
    assertThat(file(limits + "{requests: 2, per: minute}").limits())
        .containsExactly(new RateLimit(2, Duration.ofMinutes(1)));
  }

  /** As of arXiv (one in three seconds), Riot (two minutes) and Strava (a quarter of an hour). */
  @ParameterizedTest
  @CsvSource({"3s, PT3S", "2m, PT2M", "15m, PT15M", "1h, PT1H", "30d, P30D", "99999d, P99999D"})
  void limitCanHaveAnyWindow(String per, Duration window) throws IOException {
    String limits = "throttling:\n  domain_limits:\n    a: ";
    RateLimit limit = new RateLimit(100, window);

    assertThat(file(limits + "100/" + per).limits()).containsExactly(limit);
    assertThat(file(limits + "{requests: 100, per: " + per + "}").limits()).containsExactly(limit);
    assertThat(file(limits + "[100/" + per + ", 9/day]").limits())
        .containsExactly(limit, NINE_A_DAY);
  }

  @Test
  void limitsCanBeGivenInAnEnvironmentVariable() {
    Configuration configuration =
        load(
            List.of(Assignment.mapping("--map", "a", "https://a.example")),
            Map.of("API_BUDDY_THROTTLING_DOMAIN_LIMITS", "a=5/second, a=9/day"),
            null);

    assertThat(throttle(configuration).limits()).containsExactly(FIVE_A_SECOND, NINE_A_DAY);
  }

  @Test
  void limitsCanBeSetAsAMapOrPerAlias() {
    assertThat(set("throttling.domain_limits", Map.of("a", 7)).limits())
        .containsExactly(perHour(7));
    assertThat(set("throttling.domain_limits.a", 7).limits()).containsExactly(perHour(7));
    assertThat(
            set(
                    "domain_mappings.a.throttling.limits",
                    List.of(
                        Map.of("requests", 5, "per", "second"),
                        Map.of("requests", 9, "per", "day")))
                .limits())
        .containsExactly(FIVE_A_SECOND, NINE_A_DAY);
  }

  @Test
  void mostSpecificLimitAppliesAndIsNamed() {
    assertThat(set("throttling.default_requests_per_hour", 8))
        .returns(List.of(perHour(8)), ThrottleConfiguration::limits)
        .returns("throttling.default_requests_per_hour", ThrottleConfiguration::limitsKey);
    assertThat(
            set(
                "throttling.default_requests_per_hour",
                8,
                "domain_mappings.a.throttling.default_requests_per_hour",
                7))
        .returns(List.of(perHour(7)), ThrottleConfiguration::limits)
        .returns(
            "domain_mappings.a.throttling.default_requests_per_hour",
            ThrottleConfiguration::limitsKey);
    assertThat(
            set(
                "throttling.default_requests_per_hour",
                8,
                "throttling.domain_limits",
                Map.of("a", 6)))
        .returns(List.of(perHour(6)), ThrottleConfiguration::limits)
        .returns("throttling.domain_limits.a", ThrottleConfiguration::limitsKey);
    assertThat(
            set(
                "domain_mappings.a.throttling.limits",
                5,
                "throttling.domain_limits",
                Map.of("a", 6)))
        .returns(List.of(perHour(5)), ThrottleConfiguration::limits)
        .returns("domain_mappings.a.throttling.limits", ThrottleConfiguration::limitsKey);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "abc",
        "-1",
        "1.5",
        "1000001",
        "5/week",
        "5/0s",
        "5/15",
        "5/500ms",
        "5/100000d",
        "{requests: 5}",
        "{per: second}",
        "{requests: 5, per: week}",
        "{requests: 5, per: 15}",
        "{requests: five, per: second}",
        "{requests: 5, per: second, burst: 2}",
        "{requests: [5], per: second}",
        "true",
        "null"
      })
  void invalidLimitIsReportedWithItsPosition(String limit) {
    String forms =
        "expected for each alias a number of requests an hour (0 for no limit, at most 1000000),"
            + " {requests: 5, per: second} (or minute, hour, day, 15m), or a list of those, found ";
    assertThatThrownBy(() -> file("throttling:\n  domain_limits:\n    a: " + limit + "\n"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("c.yaml:5:8: throttling.domain_limits: " + forms);
    assertThatThrownBy(() -> file("throttling:\n  domain_limits:\n    a: [3, " + limit + "]\n"))
        .hasMessageStartingWith("c.yaml:5:12: throttling.domain_limits: " + forms);
  }

  @Test
  void limitsWithoutAnAliasAreRefused() {
    assertThatThrownBy(() -> file("throttling:\n  domain_limits: [50]\n"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("c.yaml:4:18: throttling.domain_limits: expected for each alias");
  }

  @Test
  void limitsOfAnAliasThatIsNotMappedAreRefused() {
    assertThatThrownBy(
            () ->
                set(
                    "domain_mappings.openai",
                    "https://e.com",
                    "throttling.domain_limits",
                    Map.of("opnai", 6)))
        .hasMessage(
            "set: throttling.domain_limits: there is no mapping named opnai; did you mean openai?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "a=x", "a", "a=5/week"})
  void malformedTextOfLimitsIsRefused(String text) {
    assertThatThrownBy(() -> set("throttling.domain_limits", text))
        .hasMessageStartingWith("set: throttling.domain_limits: expected for each alias");
  }
}
