package io.apibuddy.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.bootstrap.error.Problem;
import io.apibuddy.domain.config.AliasConfiguration;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.store.RateLimit;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationFileTest {
  private static final String MAPPED = "domain_mappings:\n  a: https://api.example.com\n";

  @TempDir Path directory;

  @Test
  void readsYaml() throws IOException {
    Configuration configuration = load("c.yaml", MAPPED + "server:\n  port: 9001\n");

    assertThat(configuration.server().settings().number("port", 0)).isEqualTo(9001);
    assertThat(upstream(configuration)).isEqualTo(URI.create("https://api.example.com"));
  }

  @Test
  void readsJson() throws IOException {
    Configuration configuration =
        load(
            "c.json",
            """
            {"server": {"port": 9001},
             "domain_mappings": {"a": {"upstream": "https://api.example.com"}}}
            """);

    assertThat(configuration.server().settings().number("port", 0)).isEqualTo(9001);
  }

  @Test
  void detectsTheFormatOfAFileWithoutExtensionByItsFirstCharacter() throws IOException {
    assertThat(load("one", MAPPED).proxy())
        .isEqualTo(
            load("two", "{\"domain_mappings\":{\"a\":\"https://api.example.com\"}}").proxy());
  }

  @Test
  void reportsEveryProblemAtOnceWithItsPlace() {
    assertThat(
            problems(
                "c.yaml",
                """
                server:
                  port: abc
                  hots: 127.0.0.1
                cache:
                  default_ttl_day: 3
                  max_entries: 0
                domain_mappings:
                  a:
                    upstream: ftp://example.com
                    tll: 5m
                """))
        .containsExactly(
            "c.yaml:2:9: server.port: expected a whole number from 0 to 65535, found text \"abc\"",
            "c.yaml:3:3: server.hots: unknown key; did you mean server.host?",
            "c.yaml:5:3: cache.default_ttl_day: unknown key; did you mean cache.default_ttl_days?",
            "c.yaml:6:16: cache.max_entries: expected a whole number from 1 to 999999999999999, found 0",
            "c.yaml:10:5: domain_mappings.a.tll: unknown key; did you mean ttl?",
            "c.yaml:9:15: domain_mappings.a.upstream: upstream must begin with http:// or https://");
  }

  @Test
  void suggestsTheSectionThatAKeyBelongsTo() {
    assertThat(problems("c.yaml", MAPPED + "port: 80\n"))
        .containsExactly("c.yaml:3:1: port: unknown key; did you mean server.port?");
  }

  @Test
  void suggestsTheKeyForACommonSynonym() {
    assertThat(problems("c.yaml", "domain_mappings:\n  a:\n    url: https://a.example\n"))
        .first()
        .isEqualTo("c.yaml:3:5: domain_mappings.a.url: unknown key; did you mean upstream?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cache: {policy: http} | cache: unknown key; the keys of cache stand in a mapping without it, such as policy",
        "cache.policy: http    | cache.policy: unknown key; did you mean policy?",
        "max_size_mb: 5        | max_size_mb: unknown key; did you mean cache.max_size_mb?",
        "headers.X-Api: y      | headers.X-Api: unknown key; did you mean headers?"
      })
  void saysWhereAKeyBelongsThatAMappingDoesNotHave(String line, String problem) {
    assertThat(
            problems(
                "c.yaml", "domain_mappings:\n  a:\n    upstream: http://a\n    " + line + "\n"))
        .containsExactly("c.yaml:4:5: domain_mappings.a." + problem);
  }

  @Test
  void reportsAMappingsKeyThatRepeatsTheNameOfASection() {
    String key = "cache.".repeat(8000) + "ttl";
    String text = "{\"domain_mappings\": {\"a\": {\"upstream\": \"http://a\", \"%s\": 1}}}";

    assertThat(problems("c.json", text.formatted(key)))
        .singleElement(InstanceOfAssertFactories.STRING)
        .contains("unknown key");
  }

  @Test
  void suggestsTheGeneralKeyForTheNameOfAMappingsKey() {
    assertThat(problems("c.yaml", MAPPED + "cache:\n  ttl: 5m\n"))
        .containsExactly("c.yaml:4:3: cache.ttl: unknown key; did you mean cache.default_ttl?");
  }

  @Test
  void suggestsNothingIfNoKeyIsSimilar() {
    assertThat(problems("c.yaml", MAPPED + "cache:\n  wonderfully_unrelated: 1\n"))
        .containsExactly("c.yaml:4:3: cache.wonderfully_unrelated: unknown key");
    assertThat(problems("c.yaml", MAPPED + "  b:\n    upstream: https://b.example\n    tag: 1\n"))
        .containsExactly("c.yaml:5:5: domain_mappings.b.tag: unknown key");
  }

  @Test
  void refusesASectionInPlaceOfAValueAndViceVersa() {
    assertThat(problems("c.yaml", MAPPED + "server: 8080\ncache:\n  coalesce:\n    x: 1\n"))
        .containsExactly(
            "c.yaml:3:9: server: expected a section, found 8080",
            "c.yaml:6:5: cache.coalesce: expected true or false, found a section");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{input: 1, output: 2} | 4:16 | a* without currency",
        "{output: 2} | 4:16 | a* without input and currency",
        "{input: 1, output: 2, currency: usd} | 4:48 | a*.currency: text \"usd\"",
        "{input: -1, output: 2, currency: USD} | 4:24 | a*.input: -1",
        "{input: 1, outptu: 2, currency: USD} | 4:35 | a*.outptu: 2",
        "{input: 1, output: [2], currency: USD} | 4:35 | a*.output: a list",
        "7 | 4:16 | 7"
      })
  void namesWhatIsWrongWithAPrice(String price, String place, String found) {
    assertThat(problems("c.yaml", MAPPED + "metrics:\n  prices: {a*: " + price + "}\n"))
        .singleElement()
        .asString()
        .startsWith("c.yaml:" + place + ": metrics.prices: expected for each model")
        .endsWith("is optional, found " + found);
  }

  @Test
  void namesTheInvalidItemOfAList() {
    assertThat(
            problems(
                "c.yaml",
                MAPPED
                    + "server:\n  allowed_hosts: [ok.example, \"bad host\", 'http://x']\n"
                    + "security:\n  key_position: [header, headr]\n"
                    + "cache:\n  cacheable_methods: [GET, [POST]]\n"))
        .containsExactly(
            "c.yaml:4:31: server.allowed_hosts: expected a list of host names without port, or * for all,"
                + " found text \"bad host\"",
            "c.yaml:6:26: security.key_position: expected a list of path_prefix, query_param,"
                + " header, found text \"headr\"",
            "c.yaml:8:28: cache.cacheable_methods: expected a list of methods such as GET, POST,"
                + " found a list");
  }

  @Test
  void namesTheCallbackThatIsNotAClassName() {
    assertThat(
            problems(
                "c.yaml", MAPPED + "callbacks: {on_notice: com.example.Mine, on_throttled: 5}\n"))
        .singleElement()
        .asString()
        .startsWith("c.yaml:3:56: callbacks: expected a class name for any of ")
        .endsWith(", found 5");
  }

  @Test
  void refusesAKeyWithoutAValue() {
    assertThat(problems("c.yaml", MAPPED + "server:\n  host:\n"))
        .containsExactly("c.yaml:4:8: server.host: expected a host name or address, found nothing");
  }

  @Test
  void readsNumbersWithAnExponent() throws IOException {
    assertThat(
            load("c.yaml", MAPPED + "server: {max_connections: 1e3, max_workers: 0.5E+2}\n")
                .server()
                .settings()
                .number("max_connections", 0))
        .isEqualTo(1000);
    assertThat(
            load(
                    "c.json",
                    "{\"domain_mappings\":{\"a\":\"http://a\"},\"server\":{\"max_workers\":0.5e2}}")
                .server()
                .settings()
                .number("max_workers", 0))
        .isEqualTo(50);
    assertThat(
            load(
                    "c.yaml",
                    MAPPED
                        + "metrics: {prices: {m: {input: 2.5e0, output: 1e1, currency: USD}}}\n"
                        + "throttling: {domain_limits: {a: {requests: 1e2, per: hour}}}\n")
                .proxy()
                .aliases()
                .values())
        .allSatisfy(
            mapping ->
                assertThat(mapping.throttle().limits())
                    .containsExactly(new RateLimit(100, Duration.ofHours(1))));
    assertThat(problems("c.yaml", MAPPED + "server: {max_connections: 1e309}\n"))
        .singleElement()
        .asString()
        .endsWith("found 1e309");
  }

  @Test
  void refusesAKeyWrittenBothNestedAndWithDots() {
    String order = ": appears twice; remove one of the two";
    assertThat(problems("c.yaml", MAPPED + "server.max_workers: 80\nserver:\n  max_workers: 90\n"))
        .containsExactly("c.yaml:5:3: server.max_workers" + order);
    assertThat(problems("c.yaml", MAPPED + "server:\n  max_workers: 90\nserver.max_workers: 80\n"))
        .containsExactly("c.yaml:5:1: server.max_workers" + order);
    assertThat(
            problems(
                "c.yaml",
                """
                domain_mappings:
                  a:
                    upstream: https://e.com
                    key.ignore_query: [z]
                    key: {ignore_query: [y]}
                """))
        .containsExactly("c.yaml:5:11: domain_mappings.a.key.ignore_query" + order);
  }

  @Test
  void reportsSizeBoundsThatAllowNoEntryOnceAtTheirPosition() {
    assertThat(
            problems(
                "c.yaml",
                """
                domain_mappings:
                  a: https://a.example
                  b: https://b.example
                  c: {upstream: https://c.example, max_cache_response_size: 3MB}
                  d: {upstream: https://d.example, max_cache_response_size: 1}
                cache: {min_cache_response_size: 2MB, max_cache_response_size: 1MB}
                """))
        .containsExactly(
            "c.yaml:6:34: cache.min_cache_response_size: is above max_cache_response_size:"
                + " nothing would be stored",
            "c.yaml:5:61: domain_mappings.d.max_cache_response_size: is below"
                + " min_cache_response_size: nothing would be stored");
  }

  @Test
  void refusesADuplicateKey() {
    assertThat(
            problems(
                "c.json",
                "{\"domain_mappings\":{\"a\":\"https://e.com\"},\n\"server\":{\"port\":1,\"port\":2}}"))
        .containsExactly("c.json:2:20: server.port: appears twice; remove one of the two");
    assertThat(problems("c.yaml", MAPPED + "  a: https://other.example\n"))
        .containsExactly("c.yaml:3:3: domain_mappings.a: appears twice; remove one of the two");
  }

  @Test
  void reportsThePositionOfASyntaxErrorInJson() {
    assertThat(
            problems("c.json", "{\n  \"server\": {\n    \"host\": \"h\"\n    \"port\": 1\n  }\n}"))
        .singleElement()
        .asString()
        .startsWith("c.json:4:5: not valid JSON: Unexpected character ('\"'")
        .contains("comma");
  }

  @Test
  void reportsWhereAnUnclosedObjectBegins() {
    assertThat(problems("c.json", "{\n  \"server\": {\"port\": 1\n}"))
        .singleElement()
        .asString()
        .startsWith("c.json:3:")
        .endsWith("expected close marker for Object (start marker at line 1, column 1)");
  }

  @Test
  void explainsThatJsonHasNoComments() {
    assertThat(problems("c.json", "{\n  // why\n  \"server\": {}\n}"))
        .containsExactly(
            "c.json:2:3: not valid JSON: Unexpected character ('/' (code 47)); JSON allows no"
                + " comments, a .yaml file does");
  }

  @Test
  void explainsThatJsonHasNoTrailingComma() {
    assertThat(problems("c.json", "{\n  \"server\": {},\n}"))
        .singleElement()
        .asString()
        .startsWith("c.json:3:1: not valid JSON: ")
        .endsWith("; JSON allows no comma after the last member");
  }

  @ParameterizedTest
  @ValueSource(strings = {"C:\\Users\\me.db", "C:\\cache.db", "C:\\users.db", "C:\\xyz.db"})
  void explainsHowToWriteAPathWithBackslashes(String path) {
    assertThat(problems("c.json", "{\"cache\": {\"database_path\": \"" + path + "\"}}"))
        .singleElement()
        .asString()
        .endsWith("; a backslash is written \\\\ in JSON");
    assertThat(problems("c.yaml", "cache:\n  database_path: \"" + path + "\"\n"))
        .singleElement()
        .asString()
        .endsWith("; write a path with backslashes without quotes or in single ones");
  }

  @Test
  void acceptsCommentsInYaml() throws IOException {
    assertThat(load("c.yaml", "# why\n" + MAPPED)).isNotNull();
  }

  @Test
  void reportsASyntaxErrorInYamlOnOneLine() {
    assertThat(problems("c.yaml", "server:\n  host: a\n   port: 1\n"))
        .singleElement()
        .asString()
        .startsWith("c.yaml:3:")
        .contains("not valid YAML: ")
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @CsvSource({
    "'domain_mappings:\n\tgithub: https://h\n', 2:1",
    "'domain_mappings:\n  a: https://h\n# why\n# so\n\n\tb: https://h\n', 6:1",
    "'domain_mappings:\n  a:\n    upstream: https://h\n    ttl: 30d\n# headers:\n      X: y\n', 6:7",
    "'server:\n  host: a\n   port: 1\n', 3:8",
    "'server:\n  host: a\n port: 1\n', 3:2",
    "'server:\n  host: a: b\n', 2:10",
    "'server:\n  host: @a\n', 2:9",
    "'server:\n  host: \"a\n  port: 1\n', 2:9",
    "'server:\n  allowed_hosts: [a, b\n', 2:18",
    "'server: {host: a\n', 1:9",
    "'server:\n  allowed_hosts: [a\n  port: 1\n', 3:7",
    "'server:\n  host: \"\\q\"\n', 2:11",
    "'server:\n  - a\n  host: b\n', 3:3",
    "'# \u2028\u2028\nserver: @a\n', 4:9",
  })
  void reportsLineAndColumnOfASyntaxErrorInYaml(String text, String place) {
    assertThat(problems("c.yaml", text))
        .singleElement()
        .asString()
        .startsWith("c.yaml:" + place + ": not valid YAML: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'a: 1\n b: 2' | mapping values are not allowed here; a key with others below it has no text"
            + " of its own, and text with a colon and a space in it needs quotes",
        "'a:\n  b: 1\n c: 2' | but found '<block mapping start>'; keys of the same section begin in"
            + " the same column",
        "'a:\n  b: 1\n  c\n' | could not find expected ':'; write a space after the colon of a key",
        "'a:\n\tb: 1' | not valid YAML: write spaces instead of tabs",
        "'a:\tb' | not valid YAML: write spaces instead of tabs",
        "'a:\n  h:80:\n\tb: 1' | 3:1: not valid YAML: write spaces instead of tabs",
        "'a: [\n  h:80,\n  @b ]' | 3:3: not valid YAML: while scanning for the next token, found"
            + " character '@' that cannot start any token; text that begins with it needs quotes",
        "'a: { b: ${X} }' | expected ',' or '}', but got {; within braces or brackets, text with"
            + " ${...} in it needs quotes",
        "'a: [${X}]' | but got {; within braces or brackets, text with ${...} in it needs quotes",
        "'a: @b' | found character '@' that cannot start any token; text that begins with it needs"
            + " quotes",
      })
  void namesTheMendOfASyntaxErrorInYaml(String text, String end) {
    assertThat(problems("c.yaml", text)).singleElement().asString().endsWith(end);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'domain_mappings:\n  a:https://e.com\n  b: https://f.com\n' | 2:4",
        "'domain_mappings:\n  a:https://e.com\n\n  b: https://f.com\n' | 2:4",
        "'domain_mappings:\n  a:https://e.com\n # why\n  b: https://f.com\n' | 2:4",
        "'domain_mappings:\n  b: https://f.com\n  a:https://e.com\n' | 3:4",
        "'server:\n  port:8080\n  host: h\n' | 2:7",
        "'server:\n  port:8080 # note: ours\n  host: h\n' | 2:7",
        "'server:\n  host: h\n  port:8080 # note: ours\n' | 3:7",
        "'mode:cache # as usual\nserver:\n  port: 1\n' | 1:5",
      })
  void namesTheColonThatLacksItsSpace(String text, String place) {
    assertThat(problems("c.yaml", text))
        .containsExactly(
            "c.yaml:" + place + ": not valid YAML: write a space after the colon of a key");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'domain_mappings:\n  a:https://s3cret@e.com\n' | 2:3: domain_mappings: expected aliases",
        "'security:\n  secure_key:s3cret\n' | 2:3: security: expected a section",
        "'security: |\n  secure_key:s3cret\n  b:c\n' | 1:11: security: expected a section",
        "'server:s3cret\n' | 1:1: expected sections such as server:",
      })
  void namesTheMissingSpaceInTextInPlaceOfASection(String text, String beginning) {
    assertThat(problems("c.yaml", text))
        .first()
        .asString()
        .startsWith("c.yaml:" + beginning)
        .endsWith("found text; write a space after the colon of a key")
        .doesNotContain("s3cret");
  }

  @Test
  void refusesYamlReferences() {
    assertThat(problems("c.yaml", "domain_mappings:\n  a: &u https://e.com\n  b: *u\n"))
        .first()
        .isEqualTo("c.yaml:3:6: domain_mappings.b: references (*u) are not supported");
  }

  @Test
  void refusesExcessivelyNestedDocuments() {
    for (String nested :
        List.of("[".repeat(900) + "]".repeat(900), "{\"a\":".repeat(900) + "1" + "}".repeat(900))) {
      assertThat(problems("c.json", "{\"server\":" + nested + "}"))
          .singleElement()
          .asString()
          .endsWith("nested too deeply for a configuration");
    }
  }

  @Test
  void refusesMappingsWithoutAnAlias() {
    assertThat(problems("c.yaml", "domain_mappings: https://api.example.com\n"))
        .contains(
            "c.yaml:1:18: domain_mappings: expected aliases with their upstreams, such as"
                + " github: https://api.github.com, found text \"https://api.example.com\"");
    assertThat(problems("c.yaml", MAPPED + "  '': https://b.example\n"))
        .containsExactly("c.yaml:3:3: domain_mappings: an alias without a name");
  }

  @ParameterizedTest
  @CsvSource({
    "c.yaml, '{domain_mappings: {a: \"https://h\", b: {}}}', 1:36",
    "c.yaml, '{domain_mappings: {b: {mode: bad}}}', 1:20",
    "c.json, '{\"domain_mappings\": {\"b\": {}}}', 1:22",
  })
  void refusesAMappingWithoutAnyKey(String name, String text, String place) {
    assertThat(problems(name, text))
        .last()
        .isEqualTo(
            name
                + ":"
                + place
                + ": domain_mappings.b.upstream: is missing: where do requests for"
                + " b go?");
  }

  @ParameterizedTest
  @CsvSource({
    "'{domain_mappings: {b: {url: \"https://h\"}}}', 1:24, b.url: unknown key; did you mean upstream?",
    "'{domain_mappings: {b: {upsteam: \"https://h\"}}}', 1:24, "
        + "b.upsteam: unknown key; did you mean upstream?",
    "'{domain_mappings: {\"-\": {}}}', 1:20, "
        + "-: alias '-' stands for no alias in logs and metrics",
  })
  void oneMistakeInAMappingIsReportedOnce(String text, String place, String problem) {
    assertThat(problems("c.yaml", text))
        .containsExactly("c.yaml:" + place + ": domain_mappings." + problem);
  }

  @Test
  void aMappingWithoutAnyKeyMayHaveItsUpstreamFromAnotherSource() throws IOException {
    Path file = Files.writeString(directory.resolve("c.yaml"), "domain_mappings: {a: {}}\n");
    Sources sources = Sources.of(List.of(Assignment.mapping("--map", "a", "https://h")));

    assertThat(new ConfigurationLoader().load(sources.withFile(file)).proxy().aliases())
        .containsOnlyKeys("a");
  }

  @Test
  void doesNotCallAnUpstreamMissingThatIsRefused() {
    assertThat(problems("c.yaml", "domain_mappings: {a: {upstream: 5, ttl: 5m}}\n"))
        .containsExactly(
            "c.yaml:1:33: domain_mappings.a.upstream: expected an upstream's base URL such as"
                + " https://api.example.com/v1, found 5");
  }

  @Test
  void refusesADocumentWithoutSections() {
    assertThat(problems("c.yaml", "- a\n"))
        .containsExactly("c.yaml:1:1: expected sections such as server:, found a list");
  }

  @Test
  void refusesASecondDocument() {
    assertThat(problems("c.yaml", MAPPED + "---\n" + MAPPED))
        .singleElement()
        .asString()
        .endsWith("text after the end of the configuration");
  }

  @Test
  void ignoresAByteOrderMark() throws IOException {
    assertThat(load("c.yaml", "\uFEFF" + MAPPED).proxy()).isEqualTo(load("d.yaml", MAPPED).proxy());
  }

  @Test
  void refusesFilesThatAreNotUtf8() throws IOException {
    Path utf16 = directory.resolve("c.yaml");
    Files.write(utf16, MAPPED.getBytes(StandardCharsets.UTF_16));
    assertThat(problems(utf16))
        .containsExactly(utf16 + ": is not UTF-8 (it looks like UTF-16): save it as UTF-8");
    Files.write(utf16, MAPPED.getBytes(StandardCharsets.UTF_16LE));
    assertThat(problems(utf16)).singleElement().asString().contains("UTF-16");
    Files.write(utf16, new byte[] {'a', ':', (byte) 0xC3, '('});
    assertThat(problems(utf16)).containsExactly(utf16 + ": is not UTF-8: save it as UTF-8");
  }

  @Test
  void refusesMissingEmptyAndOversizedFiles() throws IOException {
    Path file = directory.resolve("c.yaml");
    assertThat(problems(file)).containsExactly(file + ": configuration file does not exist");
    assertThat(problems(directory))
        .containsExactly(directory + ": is a directory, not a configuration file");
    Files.writeString(file, " \n");
    assertThat(problems(file)).containsExactly(file + ": configuration file is empty");
    Files.writeString(file, "# nothing\n");
    assertThat(problems(file)).containsExactly("c.yaml: configuration file is empty");
    Files.write(file, new byte[DocumentReader.MAX_BYTES + 1]);
    assertThat(problems(file))
        .containsExactly(file + ": is longer than 1 MiB: not a configuration file");
  }

  @Test
  void refusesAnUnreadableFile() throws IOException {
    Path file = Files.writeString(directory.resolve("c.yaml"), MAPPED);
    assumeThat(file.toFile().setReadable(false)).isTrue();
    assumeThat(Files.isReadable(file)).isFalse();

    assertThat(problems(file))
        .containsExactly(file + ": configuration file cannot be read: permission denied");
  }

  @Test
  void replacesEnvironmentVariables() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("c.yaml"),
            "domain_mappings:\n  a: https://${HOST}/${BASE}\nserver:\n  port: ${PORT}\n");

    Configuration configuration =
        load(file, Map.of("HOST", "e.example", "BASE", "v1", "PORT", "81"));

    assertThat(upstream(configuration)).isEqualTo(URI.create("https://e.example/v1"));
    assertThat(configuration.server().settings().number("port", 0)).isEqualTo(81);
  }

  @ParameterizedTest
  @CsvSource({
    "https://e.example/bot${SECRET}, https://e.example/bot${SECRET}",
    "https://e.example/a/${SECRET}/${BASE}, https://e.example/a/${SECRET}/${BASE}",
    "https://${HOST}:8443/v1, https://e.example:8443/v1",
    "${ORIGIN}/v1, https://e.example/v1",
    "${ORIGIN}/${SECRET}, https://e.example/${SECRET}",
    "${URL}/v1, https://e.example/${URL}/v1"
  })
  void variablesInAnUpstreamsPathAreShownByName(String upstream, String shown) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("c.yaml"), "domain_mappings: {a: \"" + upstream + "\"}");
    Map<String, String> environment =
        Map.of(
            "HOST", "e.example",
            "ORIGIN", "https://e.example",
            "URL", "https://e.example/s3cret",
            "BASE", "v1",
            "SECRET", "1:s3cret");

    Configuration configuration = load(file, environment);

    assertThat(configuration.document().find("domain_mappings.a.upstream")).isEqualTo(shown);
    assertThat(configuration.proxy().aliases().values())
        .extracting(AliasConfiguration::shown)
        .containsExactly(shown);
    assertThat(configuration.toString()).doesNotContain("s3cret");
  }

  @Test
  void namesAVariableThatIsNotSet() {
    assertThat(problems("c.yaml", "domain_mappings:\n  a: https://e.com/${NO_SUCH}\n"))
        .containsExactly("c.yaml:2:6: domain_mappings.a: environment variable NO_SUCH is not set");
  }

  @Test
  void reportsOnlyTheUnsetVariableForItsKey() {
    assertThat(
            problems(
                "c.yaml",
                """
                domain_mappings:
                  a: ${UPSTREAM}
                  b:
                    upstream: ${UPSTREAM}
                    ttl: ${TTL}
                server:
                  port: ${PORT}
                  upstream_proxy: ${PROXY}
                cache:
                  cacheable_methods: [GET, "${METHOD}"]
                """))
        .containsExactly(
            "c.yaml:2:6: domain_mappings.a: environment variable UPSTREAM is not set",
            "c.yaml:4:15: domain_mappings.b.upstream: environment variable UPSTREAM is not set",
            "c.yaml:5:10: domain_mappings.b.ttl: environment variable TTL is not set",
            "c.yaml:7:9: server.port: environment variable PORT is not set",
            "c.yaml:8:19: server.upstream_proxy: environment variable PROXY is not set",
            "c.yaml:10:28: cache.cacheable_methods: environment variable METHOD is not set");
  }

  @Test
  void readsFieldsToInjectFromVariables() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("c.yaml"),
            """
            domain_mappings:
              a:
                upstream: https://api.example.com
                headers:
                  Authorization: Bearer ${TOKEN}
                  X-Org: 42
            """);

    Configuration configuration = load(file, Map.of("TOKEN", "s3cret"));

    assertThat(Objects.requireNonNull(configuration.proxy().aliases().get("a")).injected())
        .isEqualTo(Headers.of("Authorization", "Bearer s3cret", "X-Org", "42"));
    assertThat(configuration.toString()).doesNotContain("s3cret");
  }

  @Test
  void unsetVariableInAnInjectedFieldIsAnErrorUnlessNothingIsSent() throws IOException {
    String mapping =
        """
        domain_mappings:
          a:
            upstream: https://api.example.com
            headers:
              Authorization: Bearer ${NO_SUCH}
        """;
    String problem =
        "c.yaml:5:7: domain_mappings.a.headers.Authorization: environment variable NO_SUCH is not"
            + " set";

    assertThat(problems("c.yaml", mapping)).containsExactly(problem);
    assertThat(problems("c.yaml", mapping + "cache: {mode: record}\n")).containsExactly(problem);
    assertThat(
            problems(
                "c.yaml", mapping + "    mode: replay\n    rules: [{path: /x, mode: cache}]\n"))
        .containsExactly(problem);
    for (String replay : List.of("", "    rules: [{path: /x, ttl: 5m}]\n")) {
      Configuration offline = load("c.yaml", mapping + replay + "cache: {mode: replay}\n");
      assertThat(
              Objects.requireNonNull(offline.proxy().aliases().get("a"))
                  .injected()
                  .contains("Authorization"))
          .isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer ${EMPTY}", "${EMPTY}", "${EMPTY}-x"})
  void emptyVariableInAnInjectedFieldIsAnErrorUnlessNothingIsSent(String value) throws IOException {
    String mapping =
        "domain_mappings: {a: {upstream: 'https://h', headers: {Authorization: '%s'}}}\n"
            .formatted(value);
    Path file = Files.writeString(directory.resolve("c.yaml"), mapping);
    Map<String, String> environment = Map.of("EMPTY", "");

    assertThatThrownBy(() -> load(file, environment))
        .hasMessage(
            "c.yaml:1:56: domain_mappings.a.headers.Authorization: environment variable EMPTY is"
                + " empty");
    Files.writeString(file, mapping + "cache: {mode: replay}\n");
    assertThat(load(file, environment).proxy().aliases()).containsKey("a");
  }

  @Test
  void emptyVariableIsAllowedOutsideInjectedFields() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("c.yaml"), MAPPED + "cache:\n  database_path: /tmp/x${EMPTY}\n");

    assertThat(load(file, Map.of("EMPTY", "")).storage().path()).isEqualTo("/tmp/x");
  }

  @Test
  void refusesInvalidInjectedFieldsWithoutShowingTheirValues() {
    assertThat(
            problems(
                "c.yaml",
                """
                domain_mappings:
                  a:
                    upstream: https://api.example.com
                    headers:
                      Host: s3cret
                      "a b": s3cret
                      X-Two: s3cret
                      x-two: s3cret
                      X-Lines: "s3cret\\ns3cret"
                      X-Empty: ""
                  b:
                    upstream: https://api.example.com
                    headers: [s3cret]
                """))
        .containsExactly(
            "c.yaml:13:14: domain_mappings.b.headers: expected header fields with their values, such as Accept: text/plain",
            "c.yaml:5:7: domain_mappings.a.headers.Host: the proxy writes this field itself; remove"
                + " it",
            "c.yaml:6:7: domain_mappings.a.headers.a b: is not a header field name: use letters,"
                + " digits and hyphens",
            "c.yaml:8:7: domain_mappings.a.headers.x-two: appears twice; only one would be used,"
                + " so remove the other",
            "c.yaml:9:7: domain_mappings.a.headers.X-Lines: its value contains a line break, a"
                + " control character or one outside ISO-8859-1; remove it",
            "c.yaml:10:7: domain_mappings.a.headers.X-Empty: has no value");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[s3cret]", "{a: s3cret}"})
  void namesThePlaceOfAnInjectedFieldWithoutAValue(String value) {
    String mapping = "domain_mappings: {a: {upstream: 'https://h', headers: {Accept: b, X: %s}}}\n";

    assertThat(problems("c.yaml", mapping.formatted(value)))
        .containsExactly(
            "c.yaml:1:70: domain_mappings.a.headers: expected header fields with their values, such as Accept: text/plain");
  }

  @Test
  void neverShowsTheValueOfAVariable() throws IOException {
    Path file =
        Files.writeString(directory.resolve("c.yaml"), MAPPED + "server:\n  port: ${SECRET}\n");

    assertThatThrownBy(() -> load(file, Map.of("SECRET", "hunter2")))
        .hasMessageContaining("found text \"${SECRET}\"")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void keepsAnEscapedReferenceAsText() throws IOException {
    Configuration configuration =
        load("c.yaml", MAPPED + "cache:\n  database_path: /tmp/$${HOME}\n");

    assertThat(configuration.storage().path()).isEqualTo("/tmp/${HOME}");
  }

  private static URI upstream(Configuration configuration) {
    return Objects.requireNonNull(configuration.proxy().aliases().get("a")).upstream();
  }

  private Configuration load(String name, String text) throws IOException {
    return load(Files.writeString(directory.resolve(name), text), Map.of());
  }

  private static Configuration load(Path file, Map<String, String> environment) {
    return new ConfigurationLoader()
        .load(Sources.of(List.of()).withFile(file).withEnvironment(environment));
  }

  private List<String> problems(String name, String text) {
    try {
      return problems(Files.writeString(directory.resolve(name), text));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> problems(Path file) {
    try {
      load(file, Map.of());
    } catch (ConfigurationException e) {
      return e.problems().stream().map(Problem::toString).toList();
    }
    throw new AssertionError("nothing was refused");
  }
}
