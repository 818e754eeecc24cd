package io.apibuddy.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.bootstrap.error.Problem;
import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.domain.config.CachePolicy;
import io.apibuddy.domain.config.PathRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code domain_mappings.<alias>.rules}: how rules are read, and which are refused. */
class RuleKeysTest {
  private static final String RULES =
      """
      domain_mappings:
        openai:
          upstream: https://api.example.com
          ttl: 12h
          rules:
            - {methods: [GET, POST], path: /v1/files/**, mode: passthrough}
            - {path: "**/models", ttl: 5m}
            - {path: /docs/*, policy: http}
      """;

  @TempDir Path directory;

  private Configuration load(String yaml, Assignment... assignments) throws IOException {
    Path file = Files.writeString(directory.resolve("c.yaml"), yaml);
    return new ConfigurationLoader().load(Sources.of(List.of(assignments)).withFile(file));
  }

  private List<PathRule> rules(Assignment... assignments) throws IOException {
    return Objects.requireNonNull(load(RULES, assignments).proxy().aliases().get("openai")).rules();
  }

  @Test
  void ruleOverridesOnlyTheKeysThatItSets() throws IOException {
    List<PathRule> rules = rules();

    assertThat(rules)
        .extracting(rule -> rule.path().toString())
        .containsExactly("/v1/files/**", "**/models", "/docs/*");
    assertThat(rules.get(0).methods()).isEqualTo(Set.of("GET", "POST"));
    assertThat(rules.get(0).cache().mode()).isEqualTo(CacheMode.PASSTHROUGH);
    assertThat(rules.get(0).cache().ttl()).isEqualTo(Duration.ofHours(12));
    assertThat(rules.get(1).methods()).isEmpty();
    assertThat(rules.get(1).cache().ttl()).isEqualTo(Duration.ofMinutes(5));
    assertThat(rules.get(1).cache().mode()).isEqualTo(CacheMode.CACHE);
    assertThat(rules.get(2).cache().policy()).isEqualTo(CachePolicy.HTTP);
  }

  @Test
  void ruleWithAnotherPolicyGetsThatPolicysDefaults() throws IOException {
    assertThat(rules().get(2).cache().cacheableMethods()).isEqualTo(Set.of("GET"));
    assertThat(rules().get(2).cache().key().headers()).isEmpty();
    assertThat(rules().get(1).cache().cacheableMethods()).isEqualTo(Set.of("GET", "POST"));
  }

  @Test
  void modeOfAStrongerSourceAppliesToRulesToo() throws IOException {
    assertThat(rules(Assignment.of("--offline", "cache.mode", "replay")))
        .extracting(rule -> rule.cache().mode())
        .containsOnly(CacheMode.REPLAY);
    assertThat(rules(Assignment.of("set", "domain_mappings.openai.mode", "record")))
        .extracting(rule -> rule.cache().mode())
        .containsOnly(CacheMode.RECORD);
  }

  @Test
  void modeCacheOfAStrongerSourceLeavesRulesTheirModes() throws IOException {
    for (String path : List.of("cache.mode", "domain_mappings.openai.mode")) {
      assertThat(rules(Assignment.of("set", path, "cache"))).as(path).isEqualTo(rules());
    }
    assertThat(
            rules(
                Assignment.of("--offline", "cache.mode", "replay"),
                Assignment.of("set", "domain_mappings.openai.mode", "cache")))
        .isEqualTo(rules());
  }

  @Test
  void rulesInTheDocumentCanBeReadBack() throws IOException {
    ConfigurationDocument document = load(RULES).document();
    Object rules = Objects.requireNonNull(document.find("domain_mappings.openai.rules"));

    assertThat(rules(Assignment.of("set", "domain_mappings.openai.rules", rules)))
        .isEqualTo(rules());
    assertThat(document.json()).contains("\"path\" : \"/v1/files/**\"");
  }

  @Test
  void invalidRulesAreRefusedWithTheirPositions() {
    assertThatThrownBy(
            () ->
                load(
                    """
                    domain_mappings:
                      a:
                        upstream: https://api.example.com
                        rules:
                          - {path: /x, mode: offline}
                          - {mode: passthrough}
                          - {path: x, ttl: 5m}
                          - {path: /a**, tll: 5m, methods: 3}
                          - {path: /x, methods: [GET]}
                      b:
                        upstream: https://api.example.com
                        rules: [/x]
                    """))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            refused ->
                assertThat(refused.problems())
                    .extracting(Problem::toString)
                    .satisfiesExactly(
                        p ->
                            assertThat(p)
                                .startsWith("c.yaml:12:13: domain_mappings.b.rules: expec"),
                        p ->
                            assertThat(p)
                                .startsWith(
                                    "c.yaml:5:26: domain_mappings.a.rules[0].mode: expected")
                                .endsWith("found text \"offline\""),
                        p ->
                            assertThat(p)
                                .isEqualTo(
                                    "c.yaml:6:9: domain_mappings.a.rules[1].path: is missing: which"
                                        + " requests is it about?"),
                        p ->
                            assertThat(p)
                                .startsWith(
                                    "c.yaml:7:16: domain_mappings.a.rules[2].path: expected a")
                                .contains("** for any segments"),
                        p ->
                            assertThat(p)
                                .startsWith("c.yaml:8:16: domain_mappings.a.rules[3].path"),
                        p ->
                            assertThat(p)
                                .isEqualTo(
                                    "c.yaml:8:22: domain_mappings.a.rules[3].tll: unknown key; did"
                                        + " you mean ttl?"),
                        p -> assertThat(p).contains("domain_mappings.a.rules[3].methods: expected"),
                        p ->
                            assertThat(p)
                                .isEqualTo(
                                    "c.yaml:9:9: domain_mappings.a.rules[4]: changes nothing: add"
                                        + " ttl, policy or mode")));
  }
}
