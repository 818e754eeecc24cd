package io.apibuddy.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationDocumentTest {
  private static final String FULL =
      """
      server: {port: 81, header_timeout: 1500ms, allowed_hosts: [a.example, b.example]}
      cache:
        default_ttl_days: 0.5
        cleanup_interval_hours: 1.5
        stale_if_error_seconds: 90
        memory_max_mb: 0
        key: {ignore_json: [/user], headers: []}
      logging: {level: warn}
      metrics:
        prices:
          gpt-4o*: {input: 2.5, cached_input: 1.25, output: 10, currency: USD}
          o1: {input: 15, output: 60, currency: USD}
      throttling:
        domain_limits: {plain: [{requests: 5, per: second}, 100, 20/15m], rich.example: 0}
      domain_mappings:
        plain: https://plain.example
        rich.example:
          upstream: https://rich.example/v1
          ttl: 30d
          request_timeout: 3s
          key: {ignore_query: [t]}
      """;

  @TempDir Path directory;

  @Test
  void documentReadsBackAsTheSameConfiguration() throws IOException {
    Configuration configuration = load("c.yaml", FULL);

    Configuration again = load("again.json", configuration.document().json());

    assertThat(again.document()).isEqualTo(configuration.document());
    assertThat(again.proxy()).isEqualTo(configuration.proxy());
    assertThat(again.storage()).isEqualTo(configuration.storage());
    assertThat(again.observation()).isEqualTo(configuration.observation());
  }

  @Test
  void showsOnlyTheLifetimeKeyInForce() throws IOException {
    String mapping = "domain_mappings: {a: {upstream: http://a, ttl: 1h}}";
    Path file =
        Files.writeString(directory.resolve("c.yaml"), "cache: {default_ttl: 12h}\n" + mapping);
    Configuration inFile = load("c.yaml", Files.readString(file));
    Configuration changed =
        new ConfigurationLoader()
            .load(
                Sources.of(
                        List.of(
                            Assignment.of("set", "cache.default_ttl_days", 1),
                            Assignment.of("set", "domain_mappings.a.ttl_seconds", 7)))
                    .withFile(file));

    assertThat(inFile.document().find("cache.default_ttl")).isEqualTo("12h");
    assertThat(inFile.document().find("cache.default_ttl_days")).isNull();
    assertThat(changed.document().find("cache.default_ttl_days")).hasToString("1");
    assertThat(changed.document().find("cache.default_ttl")).isNull();
    assertThat(changed.document().find("domain_mappings.a.ttl_seconds")).hasToString("7");
    assertThat(changed.document().find("domain_mappings.a.ttl")).isNull();
    assertThat(load("again.json", changed.document().json()).proxy()).isEqualTo(changed.proxy());
    assertThat(load("d.yaml", mapping).document().find("cache.default_ttl_days")).hasToString("7");
  }

  @Test
  void omitsAMappingsModeThatAStrongerSourceOverrides() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("c.yaml"),
            "domain_mappings: {a: {upstream: http://a, mode: record}, b: {upstream: http://b}}");
    Configuration offline =
        new ConfigurationLoader()
            .load(
                Sources.of(List.of(Assignment.of("--offline", "cache.mode", "replay")))
                    .withFile(file));

    assertThat(offline.document().find("domain_mappings.a.mode")).isNull();
    assertThat(load("again.json", offline.document().json()).proxy()).isEqualTo(offline.proxy());
  }

  @Test
  void includesDefaults() throws IOException {
    ConfigurationDocument document = load("c.yaml", FULL).document();

    assertThat(document.find("cache.max_entries")).isEqualTo(10_000L);
    assertThat(document.find("cache.policy")).isEqualTo("ttl");
    assertThat(document.find("server.request_timeout")).isEqualTo("10m");
    assertThat(document.find("cache.backend")).isNull();
  }

  @Test
  void showsForAMappingOnlyItsOwnKeys() throws IOException {
    ConfigurationDocument document = load("c.yaml", FULL).document();

    assertThat(document.mappings().get("plain"))
        .isEqualTo(Map.of("upstream", "https://plain.example"));
    assertThat(document.find("domain_mappings.rich.example.ttl")).isEqualTo("30d");
    assertThat(document.find("domain_mappings.rich.example.key.ignore_query"))
        .isEqualTo(List.of("t"));
    assertThat(document.find("domain_mappings.plain.ttl")).isNull();
  }

  @Test
  void includesTheDefaultsOfThePolicy() throws IOException {
    String mappings =
        "domain_mappings: {same: http://a, other: {upstream: http://b, policy: %s}, own: {upstream:"
            + " http://c, policy: %s, cacheable_methods: [PUT], key: {headers: [X-A]}}}";
    Configuration http =
        load("h.yaml", "cache: {policy: http}\n" + mappings.formatted("ttl", "ttl"));
    Configuration ttl = load("t.yaml", mappings.formatted("http", "http"));

    assertThat(http.document().find("cache.cacheable_methods")).isEqualTo(List.of("GET"));
    assertThat(http.document().find("cache.key.headers")).isEqualTo(List.of());
    assertThat(http.document().find("domain_mappings.same.cacheable_methods")).isNull();
    assertThat(http.document().find("domain_mappings.other.cacheable_methods"))
        .isEqualTo(List.of("GET", "POST"));
    assertThat(ttl.document().find("domain_mappings.other.key.headers")).isEqualTo(List.of());
    assertThat(ttl.document().find("domain_mappings.own.key.headers")).isEqualTo(List.of("X-A"));
    for (Configuration each : List.of(http, ttl)) {
      Configuration again = load("again.json", each.document().json());
      assertThat(again.proxy()).isEqualTo(each.proxy());
      assertThat(again.document()).isEqualTo(each.document());
    }
  }

  @Test
  void nestsSections() throws IOException {
    assertThat(load("c.yaml", FULL).document().json())
        .contains("\"key\" : {", "\"rich.example\" : {", "\"cleanup_interval_hours\" : 1.5");
  }

  private Configuration load(String name, String text) throws IOException {
    Path file = Files.writeString(directory.resolve(name), text);
    return new ConfigurationLoader().load(Sources.of(List.of()).withFile(file));
  }
}
