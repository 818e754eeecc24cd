package io.apibuddy.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.domain.config.AliasConfiguration;
import io.apibuddy.domain.config.CacheMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrecedenceTest {
  private static final Map<String, String> NOTHING = Map.of();

  @TempDir Path directory;
  private Path file = Path.of("unset");

  @BeforeEach
  void writeFile() throws IOException {
    file = write("server:\n  port: 3\ndomain_mappings:\n  a: https://file.example\n");
  }

  @Test
  void flagVariableFileAndDefaultTakePrecedenceInThisOrder() {
    List<Assignment> flag = List.of(Assignment.of("--port", "server.port", "1"));
    Map<String, String> variable = Map.of("API_BUDDY_SERVER_PORT", "2");

    assertThat(port(load(flag, variable, file))).isEqualTo(1);
    assertThat(port(load(List.of(), variable, file))).isEqualTo(2);
    assertThat(port(load(List.of(), NOTHING, file))).isEqualTo(3);
    List<Assignment> mapping = List.of(Assignment.mapping("--map", "a", "https://a.example"));
    assertThat(port(load(mapping, NOTHING, null))).isEqualTo(4);
  }

  @Test
  void mapFlagReplacesTheUpstreamAndKeepsTheMappingsOtherKeys() throws IOException {
    file = write("domain_mappings:\n  a:\n    upstream: https://file.example\n    ttl: 5m\n");

    Configuration configuration =
        load(List.of(Assignment.mapping("--map", "a", "https://flag.example")), NOTHING, file);

    AliasConfiguration mapping = mapping(configuration);
    assertThat(mapping.upstream()).hasHost("flag.example");
    assertThat(mapping.cache().ttl()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void defaultTtlTakesPrecedenceOverDefaultTtlDaysWithinOneSource() throws IOException {
    file =
        write(
            "cache:\n  default_ttl_days: 2\n  default_ttl: 5m\ndomain_mappings:\n  a: http://a\n");

    assertThat(ttl(load(List.of(), NOTHING, file))).isEqualTo(Duration.ofMinutes(5));
    assertThat(ttl(load(List.of(), Map.of("API_BUDDY_CACHE_DEFAULT_TTL_DAYS", "3"), file)))
        .isEqualTo(Duration.ofDays(3));
  }

  @Test
  void modeOfTheStrongestSourceAppliesToEveryMapping() throws IOException {
    file =
        write(
            "cache:\n  mode: record\ndomain_mappings:\n  a: {upstream: 'http://a', mode: replay}\n");
    List<Assignment> flag = List.of(Assignment.of("--mode", "cache.mode", "refresh"));
    Map<String, String> variable = Map.of("API_BUDDY_CACHE_MODE", "passthrough");

    assertThat(mode(load(List.of(), NOTHING, file))).isEqualTo(CacheMode.REPLAY);
    assertThat(mode(load(List.of(), variable, file))).isEqualTo(CacheMode.PASSTHROUGH);
    assertThat(mode(load(flag, variable, file))).isEqualTo(CacheMode.REFRESH);
  }

  private static CacheMode mode(Configuration configuration) {
    return mapping(configuration).cache().mode();
  }

  @Test
  void listsInVariablesAreSeparatedByCommas() {
    Configuration configuration =
        load(List.of(), Map.of("API_BUDDY_SERVER_ALLOWED_HOSTS", "a.example, b.example"), file);

    assertThat(configuration.proxy().allowedHosts()).contains("a.example", "b.example");
  }

  @ParameterizedTest
  @ValueSource(strings = {"appid,X-Own-*", "appid, X-Own-*", "[\"appid\", \"X-Own-*\"]"})
  void listsInVariablesMayBeJson(String list) {
    Map<String, String> variable = Map.of("API_BUDDY_SECURITY_CREDENTIAL_QUERY_PARAMS", list);

    assertThat(load(List.of(), variable, file).proxy().credentialQueryParams())
        .containsExactlyInAnyOrder("appid", "X-Own-*");
  }

  @ParameterizedTest
  @CsvSource({
    "'[::1],[::2]', '[::1]', '[::2]'",
    "'[\"[::1]\",\"[::2]\"]', '[::1]', '[::2]'",
    "'a.example,b.example', a.example, b.example",
  })
  void addressInBracketsIsNotReadAsAList(String list, String first, String second) {
    Map<String, String> variable = Map.of("API_BUDDY_SERVER_ALLOWED_HOSTS", list);

    assertThat(load(List.of(), variable, file).proxy().allowedHosts()).contains(first, second);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[appid]",
        "[appid,token]",
        "[app:key,token]",
        "[appid,token",
        "[\"a\"",
        "[\"a\",null]",
        "[[\"a\"]]",
        "[{}]",
        "[\"a\"]b"
      })
  void malformedListIsNotReadAsAName(String list) {
    Map<String, String> variable = Map.of("API_BUDDY_SECURITY_CREDENTIAL_QUERY_PARAMS", list);

    assertThatThrownBy(() -> load(List.of(), variable, file))
        .hasMessageContaining("security.credential_query_params: expected a list");
  }

  @Test
  void nameInAListOfAFileMayBeginWithABracket() throws IOException {
    Files.writeString(file, Files.readString(file) + "cache: {key: {ignore_query: ['[page]']}}\n");

    assertThat(mapping(load(List.of(), Map.of(), file)).cache().key().ignoreQuery())
        .containsExactly("[page]");
  }

  @Test
  void nameInAListOfAVariableMayContainBrackets() {
    Map<String, String> variable =
        Map.of("API_BUDDY_CACHE_KEY_IGNORE_QUERY", "page[size],filter[a][b],ids[]");

    assertThat(mapping(load(List.of(), variable, file)).cache().key().ignoreQuery())
        .containsExactlyInAnyOrder("page[size]", "filter[a][b]", "ids[]");
  }

  @Test
  void reportsAVariableThatBelongsToNoKey() {
    assertThatThrownBy(
            () ->
                load(
                    List.of(),
                    Map.of("API_BUDDY_SERVER_PROT", "1", "API_BUDDY_HOME", "/opt", "OTHER", "x"),
                    file))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "API_BUDDY_SERVER_PROT: no key has this variable; did you mean API_BUDDY_SERVER_PORT?");
  }

  @ParameterizedTest
  @CsvSource({
    "API_BUDDY_CACH_MODE, API_BUDDY_CACHE_MODE",
    "API_BUDDY_MODE, API_BUDDY_CACHE_MODE",
    "API_BUDDY_BACKEND, API_BUDDY_CACHE_BACKEND",
    "API_BUDDY_TTL, API_BUDDY_CACHE_DEFAULT_TTL",
    "API_BUDDY_CACHE_TTL, API_BUDDY_CACHE_DEFAULT_TTL",
    "API_BUDDY_CACHE_PATH, API_BUDDY_CACHE_DATABASE_PATH",
    "API_BUDDY_CACHE_SIZE, API_BUDDY_CACHE_MAX_SIZE_MB",
    "API_BUDDY_ADMIN_KEY, API_BUDDY_ADMIN_SECURE_KEY",
    "API_BUDDY_CACHE_PORT, API_BUDDY_SERVER_PORT",
    "API_BUDDY_SERVER_HOTS, API_BUDDY_SERVER_HOST",
    "API_BUDDY_CACHE_MAX_ENTRY, API_BUDDY_CACHE_MAX_ENTRIES",
    "API_BUDDY_PORT, API_BUDDY_SERVER_PORT",
    "API_BUDDY_HOST, API_BUDDY_SERVER_HOST",
    "API_BUDDY_THROTTLE_MAX_WAIT_SECONDS, API_BUDDY_THROTTLING_MAX_WAIT_SECONDS"
  })
  void suggestsTheNearestVariable(String name, String meant) {
    assertThatThrownBy(() -> load(List.of(), Map.of(name, "1"), file))
        .hasMessage(name + ": no key has this variable; did you mean " + meant + "?");
  }

  @ParameterizedTest
  @CsvSource({
    "API_BUDDY_CACHE, each key of the section has its own",
    "API_BUDDY_DOMAIN_MAPPINGS, 'map with --map, or in the file'"
  })
  void reportsAVariableThatNamesAWholeSection(String name, String hint) {
    assertThatThrownBy(() -> load(List.of(), Map.of(name, "b=http://h"), file))
        .hasMessage(name + ": no key has this variable; " + hint);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "API_BUDDY_KEY",
        "API_BUDDY_JAR",
        "API_BUDDY_JAVA_OPTS",
        "API_BUDDY_ARCHIVE",
        "API_BUDDY_PORT_8080_TCP",
        "API_BUDDY_SERVICE_HOST",
        "API_BUDDY_SERVICE_PORT"
      })
  void ignoresVariablesOfTheLauncherTheCommandsAndKubernetes(String name) {
    assertThat(load(List.of(), Map.of(name, "1"), file)).isNotNull();
  }

  @Test
  void ignoresThePortVariableThatKubernetesSets() {
    assertThat(load(List.of(), Map.of("API_BUDDY_PORT", "tcp://10.0.0.1:8080"), file)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "API_BUDDY_SERVER_TIMEOUT",
        "API_BUDDY_CACHE_OFFLINE",
        "API_BUDDY_ADMIN_X",
        "API_BUDDY_CACHE_ENABLD"
      })
  void suggestsNoVariableIfNoneIsSimilar(String name) {
    assertThatThrownBy(() -> load(List.of(), Map.of(name, "1"), file))
        .hasMessage(name + ": no key has this variable");
  }

  @Test
  void reportsABadVariableAndABadFlagTogether() {
    assertThatThrownBy(
            () ->
                load(
                    List.of(
                        Assignment.of("--ttl", "cache.default_ttl", "10 bananas"),
                        Assignment.of("set", "cache.colaesce", true),
                        Assignment.of("set", "cache.coalesce", new Object())),
                    Map.of("API_BUDDY_SERVER_PORT", "65536"),
                    file))
        .hasMessage(
            """
            --ttl: cache.default_ttl: expected a duration above 0 such as 30s, 5m, 12h or 7d (a plain number is seconds), at most 36500d, found text "10 bananas"
            set: cache.colaesce: unknown key; did you mean cache.coalesce?
            set: cache.coalesce: expected true or false, found an object of another kind
            API_BUDDY_SERVER_PORT: server.port: expected a whole number from 0 to 65535, found text "65536\"""");
  }

  @Test
  void refusesNullsAndForeignObjectsInMapsAndLists() {
    Map<String, Object> missing = new HashMap<>();
    missing.put("Authorization", null);
    List<String> gap = new ArrayList<>();
    gap.add(null);

    assertThatThrownBy(
            () ->
                load(
                    List.of(
                        Assignment.of("one", "domain_mappings.a.headers", missing),
                        Assignment.of(
                            "two", "domain_mappings.a.headers", Map.of("X-A", Optional.of("v"))),
                        Assignment.of("three", "cache.cacheable_methods", gap)),
                    NOTHING,
                    file))
        .hasMessage(
            """
            one: domain_mappings.a.headers: expected header fields with their values, such as Accept: text/plain
            two: domain_mappings.a.headers: expected header fields with their values, such as Accept: text/plain, found an object of another kind
            three: cache.cacheable_methods: expected a list of methods such as GET, POST, found nothing""");
  }

  @Test
  void refusesAnAliasThatIsMappedTwice() {
    assertThatThrownBy(
            () ->
                load(
                    List.of(
                        Assignment.mapping("--map", "b", "https://one.example"),
                        Assignment.mapping("--map", "b", "https://two.example")),
                    NOTHING,
                    file))
        .hasMessage("--map: domain_mappings.b.upstream: alias b is mapped twice");
  }

  private Path write(String text) throws IOException {
    return Files.writeString(directory.resolve("c.yaml"), text);
  }

  private static Configuration load(
      List<Assignment> flags, Map<String, String> variables, @Nullable Path file) {
    List<Assignment> defaults = List.of(Assignment.of("default", "server.port", 4));
    return new ConfigurationLoader()
        .load(Sources.of(flags).withFile(file).withEnvironment(variables).withDefaults(defaults));
  }

  private static long port(Configuration configuration) {
    return configuration.server().settings().number("port", -1);
  }

  private static Duration ttl(Configuration configuration) {
    return mapping(configuration).cache().ttl();
  }

  private static AliasConfiguration mapping(Configuration configuration) {
    return Objects.requireNonNull(configuration.proxy().aliases().get("a"));
  }
}
