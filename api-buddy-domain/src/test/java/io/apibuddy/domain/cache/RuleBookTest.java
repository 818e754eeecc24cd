package io.apibuddy.domain.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.config.AliasConfiguration;
import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.domain.config.CachePolicy;
import io.apibuddy.domain.config.PathGlob;
import io.apibuddy.domain.config.PathRule;
import io.apibuddy.domain.routing.BadTargetException;
import io.apibuddy.domain.routing.RequestTarget;
import io.apibuddy.domain.routing.RoutedTarget;
import io.apibuddy.domain.routing.Router;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.store.StoreCapacity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which rule applies to a request, and what it configures. */
class RuleBookTest {
  private static final CacheConfiguration CACHE = CacheConfiguration.DEFAULT;
  private static final CacheConfiguration PASSING = CACHE.withMode(CacheMode.PASSTHROUGH);

  static Ruling find(AliasConfiguration mapping, String method, String path, String... fields)
      throws BadTargetException {
    Router router = new Router(List.of(mapping));
    RoutedTarget target =
        Objects.requireNonNull(router.route(new RequestTarget("/" + mapping.alias() + path, null)));
    return new RuleBook(router.routes().get(0), Set.of(), new byte[32], StoreCapacity.DEFAULT)
        .find(method, target, Headers.of(fields));
  }

  private static AliasConfiguration mapping(String upstream) {
    return AliasConfiguration.of("a", upstream);
  }

  private static PathRule rule(Set<String> methods, String path, CacheConfiguration cache) {
    return new PathRule(methods, PathGlob.of(path), cache);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "built-in/token-end-points",
        "built-in/logins",
        "built-in/git",
        "built-in/elasticsearch",
        "built-in/vector-stores",
        "built-in/databases",
        "built-in/model-servers"
      })
  void pathsThatTheDocumentListsForEveryHostAreForwarded(String rule) throws Exception {
    String row =
        Files.readAllLines(Path.of("../docs/rules.md")).stream()
            .filter(line -> line.startsWith("| `" + rule + "` |"))
            .findFirst()
            .orElseThrow();
    List<String> patterns = quoted(row).stream().filter(each -> each.contains("*")).toList();

    assertThat(patterns).hasSizeGreaterThan(2);
    for (String pattern : patterns) {
      String path = pattern.replace("**", "a").replace("*", "b");
      assertThat(find(mapping("https://other.test"), "POST", "/" + path).rule())
          .as(pattern)
          .isEqualTo(rule);
    }
  }

  private static List<String> quoted(String cell) {
    return Pattern.compile("`([^`]+)`").matcher(cell).results().map(each -> each.group(1)).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "/oauth/token, true",
    "/oauth/authorize, true",
    "/v1/oauth/x/y, true",
    "/token, true",
    "/oauth2/v4/token, true",
    "/api/models/o/m/xet-read-token/main, true",
    "/api/datasets/o/d/xet-write-token/main, true",
    "/npm/-/v1/login, true",
    "/tokens, false",
    "/token/1, false",
    "/myoauth/x, false"
  })
  void tokenEndpointsAreForwarded(String path, boolean passes) throws BadTargetException {
    for (String method : List.of("GET", "POST")) {
      Ruling ruling = find(mapping("https://other.test"), method, path);

      assertThat(ruling.cache()).isEqualTo(passes ? PASSING : CACHE);
      assertThat(ruling.rule()).isEqualTo(passes ? "built-in/token-end-points" : "");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /api/login, true",
    "POST, /login/cellphone, true",
    "POST, /api/logout, true",
    "POST, /users/sign_in, true",
    "POST, /user/signin, true",
    "POST, /web/session/authenticate, true",
    "POST, /_session, true",
    "POST, /api/v1/sessions, true",
    "POST, /api/auth, true",
    "POST, /v1/auth/userpass/login/me, true",
    "POST, /api2/json/access/ticket, true",
    "GET, /api/login, false",
    "GET, /_session, false",
    "POST, /sessions/1/messages, false",
    "POST, /authors, false",
    "POST, /blogin, false"
  })
  void loginsAreForwarded(String method, String path, boolean passes) throws BadTargetException {
    assertThat(find(mapping("https://other.test"), method, path).bypass())
        .isEqualTo(passes ? "built-in/logins" : "passthrough");
  }

  @ParameterizedTest
  @CsvSource({
    "/org/repo.git/info/refs, true",
    "/org/repo/git-upload-pack, true",
    "/git-receive-pack, true",
    "/org/repo.git/info/lfs/objects/batch, true",
    "/org/repo.git/info/lfs/locks/verify, true",
    "/org/repo.git/info/lfs/objects/0a1b, false",
    "/info/refs/1, false",
    "/docs/not-git-upload-pack, false"
  })
  void negotiationOfGitIsForwarded(String path, boolean passes) throws BadTargetException {
    for (String method : List.of("GET", "POST")) {
      assertThat(find(mapping("https://other.test"), method, path).bypass())
          .isEqualTo(passes ? "built-in/git" : "passthrough");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /_search/scroll, true",
    "POST, /_search/scroll/DXF1, true",
    "GET, /_tasks/node:1, true",
    "POST, /i/_bulk, true",
    "POST, /i/_update/1, true",
    "POST, /i/_doc, true",
    "POST, /i/_doc/1, true",
    "POST, /i/_refresh, true",
    "GET, /_aliases, false",
    "GET, /i/_doc/1, false",
    "POST, /i/_search, false",
    "POST, /i/_docs, false",
    "POST, /_mget, false"
  })
  void changesAndScrollsOfElasticsearchAreForwarded(String method, String path, boolean passes)
      throws BadTargetException {
    assertThat(find(mapping("https://other.test"), method, path).bypass())
        .isEqualTo(passes ? "built-in/elasticsearch" : "passthrough");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /shop/_changes, built-in/changes",
    "POST, /shop/_changes, built-in/changes",
    "GET, /_matrix/client/v3/sync, built-in/changes",
    "POST, /_matrix/client/unstable/org.matrix.msc3575/sync, built-in/changes",
    "GET, /v5/market/time, built-in/changes",
    "GET, /api/v3/time, built-in/changes",
    "POST, /twirp/livekit.RoomService/CreateRoom, built-in/calls",
    "POST, /api/trpc/post.add, built-in/calls",
    "POST, /api/services/light/turn_on, built-in/calls",
    "POST, /shop/_bulk_docs, built-in/databases",
    "POST, /db/neo4j/tx/commit, built-in/databases",
    "POST, /db/execute, built-in/databases",
    "POST, /v2/pipeline, built-in/databases",
    "POST, /v1/statement, built-in/databases",
    "POST, /v3/clusters/c/topics/t/records, built-in/queues",
    "POST, /api/queues/%2F/q/get, built-in/queues",
    "GET, /_matrix/client/v3/profile/u, ''",
    "POST, /v5/market/time, ''",
    "GET, /api/v1/crates/time, ''",
    "GET, /ti/me/time, ''",
    "POST, /api/services/app/orders/search, ''",
    "GET, /api/trpc/post.list, ''",
    "GET, /api/services, ''",
    "GET, /v1/statement/1, ''",
    "GET, /v2/pipeline, ''",
    "POST, /shop/_find, ''",
    "POST, /db/query, ''",
    "GET, /v3/clusters/c/topics/t/records, ''"
  })
  void changesAndCallsAreForwarded(String method, String path, String rule)
      throws BadTargetException {
    assertThat(find(mapping("https://other.test"), method, path).rule()).isEqualTo(rule);
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /api/pull, true",
    "POST, /base/api/create, true",
    "GET, /api/ps, true",
    "GET, /api/pull, false",
    "GET, /api/tags, false",
    "POST, /api/chat, false",
    "POST, /api/embed, false"
  })
  void pullsCreationsAndRunningModelsOfOllamaAreForwarded(
      String method, String path, boolean passes) throws BadTargetException {
    assertThat(find(mapping("http://127.0.0.1:11434"), method, path).bypass())
        .isEqualTo(passes ? "built-in/ollama" : "passthrough");
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /v1/files, true",
    "POST, /openai/v1/threads, true",
    "GET, /v1/threads/t/messages, true",
    "POST, /v1/threads/t/messages/m, true",
    "POST, /v1/threads/t/runs, true",
    "GET, /v1/threads/t/runs/r, true",
    "GET, /v1/batches, true",
    "POST, /v1/batches, true",
    "POST, /v1/batches/b/cancel, true",
    "POST, /anthropic/v1/messages/batches, true",
    "GET, /v1/vector_stores/v, true",
    "POST, /v1/vector_stores/v/files, true",
    "POST, /v1/realtime/client_secrets, true",
    "POST, /api/v1/models/unload, true",
    "POST, /v1/load_lora_adapter, true",
    "GET, /v1/batches/b, false",
    "GET, /v1/messages/batches/b/results, false",
    "GET, /v1/threads/t/messages/m, false",
    "POST, /v1/vector_stores/v/search, false",
    "POST, /v1/files/search, false",
    "POST, /v1/videos/search, false",
    "POST, /v1/conversations/search, false",
    "GET, /v1/threads, false",
    "GET, /v1/files/f, false",
    "GET, /v1/models, false",
    "POST, /v1/messages, false",
    "POST, /v1/chat/completions, false",
    "POST, /v1/responses, false",
    "POST, /v1/embeddings, false"
  })
  void jobsAndCreationsOfModelServersAreForwardedAtHostsOfNoProvider(
      String method, String path, boolean passes) throws BadTargetException {
    assertThat(find(mapping("http://127.0.0.1:4000"), method, path).cache())
        .isEqualTo(passes ? PASSING : CACHE);
    assertThat(find(mapping("https://api.openai.com"), method, path).rule())
        .isEqualTo("built-in/openai");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, X-CSRF-Token, Fetch, built-in/csrf",
    "HEAD, x-csrf-token, fetch, built-in/csrf",
    "GET, X-CSRF-Token, 1a2b, ''",
    "POST, content-type, application/grpc-web+proto, built-in/grpc",
    "POST, Content-Type, application/GRPC-web-text, built-in/grpc",
    "POST, Content-Type, application/json, ''",
    "POST, Content-Type, application/gr, ''",
    "POST, connect-protocol-version, 1, built-in/connect",
    "GET, Connect-Protocol-Version, 1, ''",
    "POST, X-Amz-Target, AWSCognitoIdentityProviderService.InitiateAuth, built-in/cognito",
    "POST, X-Amz-Target, DynamoDB_20120810.GetItem, ''",
    "GET, Content-Type, application/grpc-web+proto, ''",
    "POST, Content-Type, application/vnd.kafka.json.v2+json, built-in/queues",
    "GET, Accept, application/vnd.kafka.json.v2+json, built-in/queues",
    "GET, Accept, application/json, ''",
    "POST, Surreal-NS, n, built-in/databases",
    "GET, Surreal-NS, n, ''",
    "GET, If-Modified-Since, 2026-11-30T08:00:00Z, built-in/changes",
    "HEAD, If-Modified-Since, 2026-11-30, built-in/changes",
    "GET, If-Modified-Since, 'Mon, 30 Nov 2026 08:00:00 GMT', ''",
    "GET, A-IM, Incremental feed, built-in/changes",
    "GET, A-IM, feed, ''",
    "GET, X-Vault-Wrap-TTL, 60s, built-in/token-end-points",
    "POST, X-Vault-Wrap-TTL, 60s, built-in/token-end-points",
  })
  void callsWhoseEffectShowsOnlyInTheirFieldsAreForwarded(
      String method, String field, String value, String rule) throws BadTargetException {
    Ruling ruling = find(mapping("https://other.test"), method, "/a.B/C", field, value);

    assertThat(ruling.rule()).isEqualTo(rule);
    assertThat(ruling.cache()).isEqualTo(rule.isEmpty() ? CACHE : PASSING);
  }

  @Test
  void ruleOfTheMappingOverridesABuiltInRule() throws BadTargetException {
    AliasConfiguration mapping =
        mapping("https://other.test").withRules(List.of(rule(Set.of(), "/a.B/C", CACHE)));

    assertThat(find(mapping, "POST", "/a.B/C", "Content-Type", "application/grpc-web").rule())
        .isEqualTo("rules/0");
    assertThat(find(mapping, "POST", "/a.B/D", "Content-Type", "application/grpc-web").rule())
        .isEqualTo("built-in/grpc");
  }

  @Test
  void builtInRulesApplyToThePathAtTheUpstream() throws BadTargetException {
    assertThat(find(mapping("https://other.test/oauth"), "GET", "/x").rule())
        .isEqualTo("built-in/token-end-points");
  }

  @Test
  void firstMatchingRuleOfTheMappingTakesPrecedence() throws BadTargetException {
    CacheConfiguration hour = CACHE.withTtl(Duration.ofHours(1));
    CacheConfiguration day = CACHE.withTtl(Duration.ofDays(1));
    AliasConfiguration mapping =
        mapping("https://api.openai.com/v1")
            .withRules(
                List.of(
                    rule(Set.of("POST"), "/embeddings", PASSING),
                    rule(Set.of("GET"), "/files/**", hour),
                    rule(Set.of(), "/files/**", day),
                    rule(Set.of(), "/oauth/token", hour)));

    assertThat(find(mapping, "POST", "/embeddings").bypass()).isEqualTo("rules/0");
    assertThat(find(mapping, "POST", "/embeddings").cache()).isEqualTo(PASSING);
    assertThat(find(mapping, "GET", "/embeddings").rule()).isEqualTo("built-in/openai");
    assertThat(find(mapping, "GET", "/files/f").rule()).isEqualTo("rules/1");
    assertThat(find(mapping, "HEAD", "/files/f").cache()).isEqualTo(hour);
    assertThat(find(mapping, "POST", "/files").cache()).isEqualTo(day);
    assertThat(find(mapping, "POST", "/oauth/token").cache()).isEqualTo(hour);
  }

  @ParameterizedTest
  @EnumSource(
      value = CacheMode.class,
      names = {"RECORD", "REPLAY", "PASSTHROUGH"})
  void inOtherModesThanCacheBuiltInRulesDoNotApply(CacheMode mode) throws BadTargetException {
    AliasConfiguration mapping = mapping("https://api.openai.com").withCache(CACHE.withMode(mode));

    assertThat(find(mapping, "POST", "/v1/files").cache().mode()).isEqualTo(mode);
    assertThat(find(mapping, "POST", "/oauth/token").rule()).isEmpty();
    assertThat(find(mapping, "POST", "/x", "Content-Type", "application/grpc").rule()).isEmpty();
    assertThat(find(mapping, "POST", "/oauth/token").bypass()).isEqualTo("passthrough");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/files", "/oauth/token"})
  void inHttpPolicyBuiltInRulesDoNotApply(String path) throws BadTargetException {
    AliasConfiguration mapping =
        mapping("https://api.openai.com").withCache(policy(CachePolicy.HTTP));

    assertThat(find(mapping, "GET", path).rule()).isEmpty();
  }

  @Test
  void recordRuleHasNoMinimumResponseSize() throws BadTargetException {
    AliasConfiguration mapping =
        mapping("https://other.test")
            .withRules(List.of(rule(Set.of(), "/x", CACHE.withMode(CacheMode.RECORD))));

    assertThat(find(mapping, "GET", "/x").cache().minResponseSize()).isZero();
  }

  @Test
  void eachPolicyOfAMappingHasItsOwnKeys() throws BadTargetException {
    AliasConfiguration mapping =
        mapping("https://other.test")
            .withRules(
                List.of(
                    rule(Set.of(), "/x", policy(CachePolicy.HTTP)),
                    rule(Set.of(), "/y", CACHE.withTtl(Duration.ofHours(1)))));
    RuleBook book =
        new RuleBook(
            new Router(List.of(mapping)).routes().get(0),
            Set.of(),
            new byte[32],
            StoreCapacity.DEFAULT);

    assertThat(book.keys())
        .extracting(keys -> keys.keyTarget(new RequestTarget("/x", "b=1&a=2")))
        .containsExactlyInAnyOrder("/x?b=1&a=2", "/x?a=2&b=1");
  }

  private static CacheConfiguration policy(CachePolicy policy) {
    return CACHE.toBuilder().policy(policy).minResponseSize(0).build();
  }
}
