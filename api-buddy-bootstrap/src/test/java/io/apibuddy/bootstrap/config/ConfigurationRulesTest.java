package io.apibuddy.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.domain.config.AccessConfiguration;
import io.apibuddy.domain.config.AccessKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationRulesTest {

  private static final String KEY = "an-access-key-of-ours";
  private static final Assignment OPENAI =
      Assignment.mapping("--map", "openai", "https://api.openai.com");

  @Test
  void requiresAMapping() {
    assertThatThrownBy(() -> load(List.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "no API is mapped: add --map name=https://api.example.com, or the section"
                + " domain_mappings to the configuration file");
  }

  @ParameterizedTest
  @CsvSource({
    "other.ttl, other, ': add it first, by --map other=URL or to the configuration file'",
    "opnai.ttl, opnai, '; did you mean openai?'",
    "openai.cache.policy, openai.cache, '; did you mean domain_mappings.openai.policy?'",
    "a.cache.mode, a.cache, ': add it first, by --map a.cache=URL or to the configuration file'",
  })
  void refusesASettingOfAMappingThatDoesNotExist(String path, String alias, String hint) {
    String value = path.endsWith("ttl") ? "5m" : path.endsWith("mode") ? "record" : "http";
    String full = "domain_mappings." + path;
    assertThatThrownBy(() -> load(List.of(OPENAI, Assignment.of("set", full, value))))
        .hasMessage("set: " + full + ": there is no mapping named " + alias + hint);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.9.8.7", "localhost", "LOCALHOST", "::1", "[::1]"})
  void acceptsHostsOfThisMachine(String host) {
    assertThatCode(() -> mapped("server.host", host)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.168.1.4", "example.com", "localhost.example.com"})
  void acceptsOtherHostsOnlyWithAllowOpenOrARequiredKey(String host) {
    assertThatThrownBy(() -> mapped("server.host", host))
        .hasMessage(
            "test: server.host: "
                + host
                + " can be reached from other machines, which could spend your credentials; listen"
                + " on 127.0.0.1, require a key (security.require_secure_key, --require-key), or"
                + " set security.allow_open to true");
    assertThatCode(() -> mapped("server.host", host, "security.allow_open", true))
        .doesNotThrowAnyException();
    assertThatCode(() -> mapped("server.host", host, "security.require_secure_key", true))
        .doesNotThrowAnyException();
  }

  @Test
  void allowsAnyHostOnlyWithARequiredKey() {
    assertThatThrownBy(() -> mapped("server.allowed_hosts", "*", "security.allow_open", true))
        .hasMessage(
            "test: server.allowed_hosts: * lets any web page reach the proxy; name the hosts, or"
                + " require a key (security.require_secure_key)");
    assertThat(
            mapped("server.allowed_hosts", "*", "security.require_secure_key", true)
                .proxy()
                .allowedHosts())
        .contains("*");
  }

  @ParameterizedTest
  @CsvSource({
    "domain_mappings.a.tll, ttl",
    "domain_mappings.a.throtling.limits, throttling.limits",
    "domain_mappings.b.ttl_second, ttl_seconds",
    "domain_mappings.b.default_ttl, ttl",
    "domain_mappings.a.cache.default_ttl, ttl",
    "domain_mappings.a.max_size_mb, cache.max_size_mb",
    "domain_mappings.a.cache.max_size_mb, cache.max_size_mb",
    "domain_mappings.a.headers.X-Api, headers"
  })
  void mistypedKeyOfAMappingIsNotReadAsAnAlias(String path, String meant) {
    assertThatThrownBy(() -> mapped(path, "5m"))
        .hasMessage("test: " + path + ": unknown key; did you mean " + meant + "?");
  }

  @Test
  void aliasMayContainDots() {
    assertThat(
            mapped(
                    "domain_mappings.b.de",
                    "http://b.de",
                    "domain_mappings.b.node",
                    "https://b.node")
                .proxy()
                .aliases())
        .containsKeys("b.de", "b.node");
  }

  @Test
  void addedAllowedHostsDoNotExcludeThisMachine() {
    assertThat(mapped("server.allowed_hosts", "buddy.test").proxy().allowedHosts())
        .contains("buddy.test", "127.0.0.1", "localhost");
    assertThat(mapped("server.host", "127.0.0.3").proxy().allowedHosts()).contains("127.0.0.3");
  }

  @Test
  void generatesAKeyOnlyIfOneIsRequiredAndNoneIsSet() {
    assertThat(mapped().proxy().access().key()).isNull();
    AccessKey made =
        Objects.requireNonNull(mapped("security.require_secure_key", true).proxy().access().key());
    assertThat(made.text()).matches("[A-Za-z0-9_-]{43}");
    assertThat(mapped("security.require_secure_key", true).proxy().access().key())
        .isNotEqualTo(made);
    Configuration own = mapped("security.require_secure_key", true, "security.secure_key", KEY);
    assertThat(own.proxy().access().key()).isEqualTo(AccessKey.of(KEY));
    assertThat(own.proxy().access().adminKey()).isEqualTo(AccessKey.of(KEY));
    assertThat(own.toString()).doesNotContain(KEY);
  }

  @Test
  void keyThatIsNotRequiredGuardsOnlyTheAdminResources() {
    AccessConfiguration access = mapped("security.secure_key", KEY).proxy().access();

    assertThat(access.key()).isNull();
    assertThat(access.adminKey()).isEqualTo(AccessKey.of(KEY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"security.secure_key", "admin.secure_key"})
  void refusesKeysThatAreTooShortOrNeedEncodingWithoutShowingThem(String path) {
    for (String bad : List.of("fifteen-letters", "letters and spaces", "letters/and/slashes")) {
      assertThatThrownBy(() -> mapped(path, bad))
          .hasMessage("test: " + path + ": expected 16 to 128 letters, digits or - . _ ~");
    }
  }

  @Test
  void neverLogsTheKey() {
    assertThatThrownBy(() -> mapped("logging.include_secure_key", true))
        .hasMessage(
            "test: logging.include_secure_key: the access key is never logged; remove this key");
    assertThatCode(() -> mapped("logging.include_secure_key", false)).doesNotThrowAnyException();
  }

  @Test
  void refusesAKeyFieldThatTheProxyWritesItself() {
    assertThatThrownBy(() -> mapped("security.key_header_name", "Connection"))
        .hasMessage(
            "test: security.key_header_name: cannot hold the access key: the proxy writes this"
                + " field itself; remove it");
  }

  @Test
  void allowsLoopbackNamesAndTheBoundAddress() {
    assertThat(mapped("server.host", "FE80::1", "security.allow_open", true).proxy().allowedHosts())
        .containsExactlyInAnyOrder(
            "localhost", "127.0.0.1", "[::1]", "[fe80::1]", "[fe80:0:0:0:0:0:0:1]");
  }

  @ParameterizedTest
  @CsvSource({
    "https://user:pw@e.com, upstream must not hold a user name or password",
    "https://e.com/#x, upstream must not have a query or fragment",
    "https://e.com/?x=1, upstream must not have a query or fragment",
    "e.com, upstream must begin with http:// or https://",
    "https:///x, upstream has no host",
    "http://::1/, 'upstream''s host must be in brackets if it is an IPv6 address: http://[::1]:8000'",
    "http://u:p@my_api:80, 'upstream''s host contains characters that host names cannot have, such as _'",
    "http://my_api:80, 'upstream''s host contains characters that host names cannot have, such as _'",
    "'https://e .com', not a URL: Illegal character in authority",
    "https://e.com:0, upstream port must be 1 to 65535",
  })
  void refusesUpstreamsThatAreNotABaseUrl(String upstream, String reason) {
    assertThatThrownBy(() -> load(List.of(Assignment.mapping("--map", "a", upstream))))
        .hasMessageStartingWith("--map: domain_mappings.a.upstream: " + reason);
  }

  @Test
  void refusesWhiteSpaceAroundAnUpstream() {
    assertThatThrownBy(() -> load(List.of(Assignment.mapping("--map", "a", "https://e.com "))))
        .hasMessage(
            "--map: domain_mappings.a.upstream: expected an upstream's base URL such as"
                + " https://api.example.com/v1, found text \"https://e.com \"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"admin", "Admin", "a b", "../x", "a//b"})
  void refusesAliasesThatAreNotAPath(String alias) {
    assertThatThrownBy(() -> load(List.of(Assignment.mapping("--map", alias, "https://e.com"))))
        .hasMessageStartingWith("--map: domain_mappings." + alias + ": alias ");
  }

  @Test
  void refusesSizeBoundsThatAllowNoEntry() {
    assertThatThrownBy(() -> mapped("cache.max_cache_response_size", 50))
        .hasMessage(
            "test: cache.max_cache_response_size: is below min_cache_response_size: nothing"
                + " would be stored");
  }

  @Test
  void acceptsSizeBoundsThatAllowASingleSize() {
    assertThatCode(
            () ->
                mapped("cache.min_cache_response_size", 500, "cache.max_cache_response_size", 500))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "server.port, -1",
    "server.port, 1.5",
    "server.max_workers, 0",
    "server.connect_timeout, 0s",
    "server.connect_timeout, 5 y",
    "server.connect_timeout, -5s",
    "cache.default_ttl, NaN",
    "cache.default_ttl_days, 0",
    "cache.default_ttl_days, 5d",
    "cache.default_ttl_days, 1e309",
    "cache.default_ttl, 99999999999999d",
    "cache.max_cache_response_size, 10 bananas",
    "cache.max_cache_response_size, 1.5",
    "cache.cacheable_methods, get",
    "cache.key.ignore_json, trace",
    "cache.key.ignore_json, /a~",
    "cache.key.ignore_json, /a~2b",
    "cache.key.ignore_json, /a~0b~c",
    "cache.key.headers, a*b",
    "cache.database_path, ~/api.db",
    "server.upstream_ca_file, ~/ca.pem",
    "cache.key.credential_headers, X-*",
    "cache.key.ignore_query, utm_*",
    "security.credential_query_params, a*b",
    "security.credential_query_params, [appid]",
    "security.credential_query_params, 'a\"b'",
    "cache.key.ignore_query, [utm_source]",
    "cache.key.ignore_query, '''utm_source'''",
    "server.allowed_hosts, a.example:80",
    "security.key_position, cookie",
    "security.key_param_name, a=b",
    "security.key_header_name, X Key",
    "security.failed_auth_lockout_minutes, 0",
    "security.admin_rate_limit_per_minute, 0",
    "security.allowed_origins, app.example",
    "security.allowed_origins, https://app.example/",
    "admin.enabled, yes",
    "logging.level, LOUD",
    "cache.coalesce, yes",
  })
  void refusesValuesOfAWrongForm(String path, String value) {
    assertThatThrownBy(() -> mapped(path, value))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("test: " + path + ": expected ")
        .hasMessageEndingWith("found text \"" + value + "\"");
  }

  @Test
  void namesTheInvalidItemOfACommaSeparatedList() {
    assertThatThrownBy(() -> mapped("server.allowed_hosts", "ok.example, bad host, b.example"))
        .hasMessageEndingWith("found text \"bad host\"");
  }

  @Test
  void acceptsPointersToNamesWithTildesAndSlashes() {
    assertThatCode(() -> mapped("cache.key.ignore_json", "/a~1b/~0c~01"))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3cret@proxy:3128", "https://s3cret@proxy", "http://s3cret@proxy/path"})
  void refusesAnInvalidForwardProxyUrlWithoutShowingIt(String url) {
    assertThatThrownBy(() -> mapped("server.upstream_proxy", url))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("test: server.upstream_proxy: expected a URL such as ")
        .hasMessageNotContaining("s3cret");
  }

  private static Configuration mapped(Object... pathsAndValues) {
    List<Assignment> assignments = new ArrayList<>();
    assignments.add(Assignment.mapping("--map", "a", "https://api.example.com"));
    for (int i = 0; i < pathsAndValues.length; i += 2) {
      assignments.add(
          Assignment.of("test", String.valueOf(pathsAndValues[i]), pathsAndValues[i + 1]));
    }
    return load(assignments);
  }

  private static Configuration load(List<Assignment> assignments) {
    return new ConfigurationLoader().load(Sources.of(assignments));
  }
}
