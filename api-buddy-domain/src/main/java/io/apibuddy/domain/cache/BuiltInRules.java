package io.apibuddy.domain.cache;

import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.domain.config.CachePolicy;
import io.apibuddy.domain.config.PathGlob;
import io.apibuddy.domain.config.PathRule;
import io.apibuddy.ports.http.Headers;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The rules that hold where a mapping has none of its own, by the upstream's host and whole path: a
 * polled job must not freeze, a POST that creates must create, a token is for one client and
 * moment, a push must arrive.
 */
final class BuiltInRules {

  /** A rule and what it is called. */
  record Named(String name, PathRule rule) {}

  /**
   * A rule about the requests in which a field begins so, without regard to case, whatever their
   * path.
   */
  record ByField(
      String name, Set<String> methods, String field, String beginning, CacheConfiguration cache) {

    boolean covers(String method, Headers headers) {
      String value = methods.contains(method) ? headers.first(field) : null;
      return value != null && value.regionMatches(true, 0, beginning, 0, beginning.length());
    }
  }

  private static final List<String> TOKEN_END_POINTS =
      List.of(
          "**/oauth/**",
          "**/oauth2/**",
          "**/token",
          "**/access_token",
          "**/access_tokens",
          "**/accessToken",
          "**/issueToken",
          "**/device/code",
          "**/devicecode",
          "**/introspect",
          "**/get-signed-url",
          "**/negotiate",
          "**/single-use-token/**",
          "**/xet-read-token/**",
          "**/xet-write-token/**",
          "**/-/v1/login");

  /** What git, and its LFS, ask of a repository as it is now, or change in it. */
  private static final List<String> GIT =
      List.of(
          "**/info/refs",
          "**/git-upload-pack",
          "**/git-receive-pack",
          "**/info/lfs/objects/batch",
          "**/info/lfs/locks/**");

  /**
   * What Elasticsearch and OpenSearch are asked with POST that is no question, and what says
   * something else each time: the next page of a scroll has the request of the one before.
   */
  private static final List<String> ELASTICSEARCH =
      List.of(
          "**/_search/scroll/**",
          "**/_async_search/**",
          "**/_pit",
          "**/_tasks/**",
          "**/_bulk",
          "**/_update/**",
          "**/_update_by_query",
          "**/_delete_by_query",
          "**/_reindex");

  /** What stores a document there or changes an index; some of it is read with GET. */
  private static final List<String> INDEXING =
      List.of(
          "**/_doc/**",
          "**/_create/**",
          "**/_refresh",
          "**/_aliases",
          "**/_forcemerge",
          "**/_open",
          "**/_close",
          "**/_rollover/**",
          "**/_cache/clear",
          "**/_restore");

  /** What stores in databases of vectors and documents, or removes there, and is no question. */
  private static final List<String> VECTOR_STORES =
      List.of(
          "**/v1/objects", // Weaviate
          "**/v1/batch/objects",
          "**/v1/batch/references",
          "**/vectordb/entities/insert", // Milvus
          "**/vectordb/entities/upsert",
          "**/vectordb/entities/delete",
          "**/collections/*/points/batch", // Qdrant
          "**/collections/*/points/delete",
          "**/collections/*/points/payload/**",
          "**/collections/*/points/vectors/**",
          "**/collections/*/documents/import"); // Typesense

  /** What is asked of WordPress, and of shops in it, is asked with GET. */
  private static final List<String> WORDPRESS = List.of("**/wp-json/**");

  /** What Ollama fetches, sends or makes, with its progress as the answer. */
  private static final List<String> OLLAMA = List.of("**/api/pull", "**/api/push", "**/api/create");

  private static final Set<String> POST = Set.of("POST");

  private BuiltInRules() {}

  /**
   * Returns the rules, the first that is about a request counts. They are about what {@code ttl}
   * policy stores by itself; in {@code http} policy the upstream says what may be stored, and in
   * the other modes the mode does.
   *
   * @param host the upstream's, in lower case
   * @param cache how the mapping is cached
   */
  static List<Named> of(String host, CacheConfiguration cache) {
    if (!apply(cache)) {
      return List.of();
    }
    CacheConfiguration passing = cache.withMode(CacheMode.PASSTHROUGH);
    List<Named> rules = new ArrayList<>();
    add(rules, "built-in/token-end-points", Set.of(), TOKEN_END_POINTS, passing);
    add(rules, "built-in/git", Set.of(), GIT, passing);
    add(rules, "built-in/elasticsearch", Set.of(), ELASTICSEARCH, passing);
    add(rules, "built-in/elasticsearch", POST, INDEXING, passing);
    add(rules, "built-in/vector-stores", POST, VECTOR_STORES, passing);
    add(rules, "built-in/wordpress", POST, WORDPRESS, passing);
    add(rules, "built-in/ollama", POST, OLLAMA, passing);
    add(rules, "built-in/ollama", Set.of("GET"), List.of("**/api/ps"), passing);
    Provider provider = Provider.at(host);
    if (provider != null) {
      String name = "built-in/" + provider.name();
      add(rules, name, Set.of("GET"), provider.read(), cache);
      add(rules, name, POST, provider.inferred(), cache);
      add(rules, name, Set.of(), provider.service(), passing);
    }
    return rules;
  }

  /**
   * Returns the rules that go before those of {@link #of}, and are about the same: of a call by
   * gRPC or Connect neither path nor content tells what it does, Cognito logs in wherever it is,
   * and what SAP answers with the token of a session is otherwise the answer of that URL.
   *
   * @param cache how the mapping is cached
   */
  static List<ByField> byField(CacheConfiguration cache) {
    if (!apply(cache)) {
      return List.of();
    }
    CacheConfiguration passing = cache.withMode(CacheMode.PASSTHROUGH);
    return List.of(
        new ByField("built-in/grpc", POST, "Content-Type", "application/grpc", passing),
        new ByField("built-in/connect", POST, "Connect-Protocol-Version", "", passing),
        new ByField("built-in/cognito", POST, "X-Amz-Target", "AWSCognitoIdentity", passing),
        new ByField("built-in/csrf", Set.of("GET", "HEAD"), "X-CSRF-Token", "Fetch", passing));
  }

  private static boolean apply(CacheConfiguration cache) {
    return cache.policy() == CachePolicy.TTL
        && (cache.mode() == CacheMode.CACHE || cache.mode() == CacheMode.REFRESH);
  }

  private static void add(
      List<Named> rules,
      String name,
      Set<String> methods,
      List<String> paths,
      CacheConfiguration cache) {
    for (String pattern : paths) {
      for (String path : Provider.spelledOut(pattern)) {
        rules.add(new Named(name, new PathRule(methods, PathGlob.of(path), cache)));
      }
    }
  }
}
