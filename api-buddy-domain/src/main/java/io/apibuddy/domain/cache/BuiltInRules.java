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
 * The rules that apply if no rule of the mapping covers a request. They keep out of the cache what
 * would be wrong there, such as jobs that are polled, POSTs that create something, tokens for one
 * client and moment, and pushes. They go by the upstream's host and the whole path at the upstream,
 * or by a field of the request.
 */
final class BuiltInRules {

  /** A rule with its name. */
  record Named(String name, PathRule rule) {}

  /**
   * A rule for requests in which a field has a value with a given prefix, whatever their path.
   *
   * @param methods the methods that the rule covers
   * @param beginning the prefix of the field's first value, compared without regard to case
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

  /** POSTs that begin or end a session, which the answer's cookie or text names: each its own. */
  private static final List<String> LOGINS =
      List.of(
          "**/auth/**",
          "**/authenticate",
          "**/login/**",
          "**/logout",
          "**/signin",
          "**/sign-in",
          "**/sign_in",
          "**/signout",
          "**/sign-out",
          "**/sign_out",
          "**/session",
          "**/sessions",
          "**/_session", // CouchDB
          "**/j_security_check",
          "**/access/ticket"); // Proxmox

  /** Requests of git and Git LFS for the present state of a repository, or that change it. */
  private static final List<String> GIT =
      List.of(
          "**/info/refs",
          "**/git-upload-pack",
          "**/git-receive-pack",
          "**/info/lfs/objects/batch",
          "**/info/lfs/locks/**");

  /**
   * Requests to Elasticsearch and OpenSearch that change something, or whose answer differs each
   * time: the next page of a scroll has the same request as the one before.
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

  /** Paths below which a POST stores a document or changes an index there; GETs may be cached. */
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

  /** POSTs that store or remove something in vector databases and search engines. */
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

  /** Requests for what has changed, by clients that wait for the next change. */
  private static final List<String> CHANGES =
      List.of(
          "**/_changes", // CouchDB
          "**/_matrix/client/*/sync", // Matrix
          "**/_matrix/client/*/*/sync");

  /** The clocks of exchanges of money. Elsewhere {@code time} may be the name of a thing. */
  private static final List<String> TIMES = List.of("**/v*/time", "**/{market,public,spot}/time");

  /** Calls of procedures, of which only the name tells what they do. */
  private static final List<String> CALLS =
      List.of(
          "**/twirp/**",
          "**/trpc/**", // its queries are GETs
          "**/api/services/*/*"); // Home Assistant

  /** POSTs to databases that change something, or may, and do not say so in known words. */
  private static final List<String> DATABASES =
      List.of(
          "**/_bulk_docs", // CouchDB
          "**/db/*/tx/**", // Neo4j
          "**/db/execute", // rqlite
          "**/db/request",
          "**/v1/statement", // Trino, Presto
          "**/v2/pipeline", // Turso
          "**/v3/pipeline");

  /** POSTs that put something into a queue or take it out. */
  private static final List<String> QUEUES =
      List.of(
          "**/topics/*/records", // Kafka
          "**/api/queues/*/*/get"); // RabbitMQ

  /** The API of WordPress and its shops, in which only GETs read. */
  private static final List<String> WORDPRESS = List.of("**/wp-json/**");

  /** POSTs by which Ollama downloads, uploads or creates a model and reports the progress. */
  private static final List<String> OLLAMA = List.of("**/api/pull", "**/api/push", "**/api/create");

  /**
   * Requests to servers and gateways of models that speak OpenAI's or Anthropic's API, for what is
   * polled there: jobs, runs, vector stores, and lists of batches and messages. A single batch says
   * itself whether it goes on.
   */
  private static final List<String> MODEL_JOBS =
      List.of(
          "**/v1/batches",
          "**/v1/messages/batches",
          "**/v1/fine_tuning/jobs/**",
          "**/v1/threads/*/{messages,runs/**}",
          "**/v1/vector_stores/**");

  /** POSTs to such servers that create, upload, load or unload something; GETs may be cached. */
  private static final List<String> MODEL_CHANGES =
      List.of(
          "**/v1/assistants/**",
          "**/v1/batches/**",
          "**/v1/containers/**",
          "**/v1/conversations/**",
          "**/v1/evals/**",
          "**/v1/files/**",
          "**/v1/messages/batches/**",
          "**/v1/realtime/**",
          "**/v1/threads/**",
          "**/v1/uploads/**",
          "**/v1/videos/**",
          "**/models/{load,unload,download}", // LM Studio, llama.cpp
          "**/v1/{load,unload}_lora_adapter"); // vLLM

  /** POSTs among these that only search. */
  private static final List<String> MODEL_SEARCHES =
      List.of(
          "**/v1/vector_stores/*/search",
          "**/v1/{assistants,containers,conversations,evals,files,threads,videos}/search");

  private static final Set<String> POST = Set.of("POST");
  private static final Set<String> GET = Set.of("GET", "HEAD");

  private BuiltInRules() {}

  /**
   * Returns the rules for an upstream; the first that covers a request applies. There are none
   * except in {@code ttl} policy and the modes {@code cache} and {@code refresh}: in {@code http}
   * policy the upstream says what may be stored, and in other modes the mode decides.
   *
   * @param host the upstream's host, in lower case
   * @param cache the cache configuration of the mapping
   */
  static List<Named> of(String host, CacheConfiguration cache) {
    if (!apply(cache)) {
      return List.of();
    }
    CacheConfiguration passing = cache.withMode(CacheMode.PASSTHROUGH);
    List<Named> rules = new ArrayList<>();
    add(rules, "built-in/token-end-points", Set.of(), TOKEN_END_POINTS, passing);
    add(rules, "built-in/logins", POST, LOGINS, passing);
    add(rules, "built-in/git", Set.of(), GIT, passing);
    add(rules, "built-in/elasticsearch", Set.of(), ELASTICSEARCH, passing);
    add(rules, "built-in/elasticsearch", POST, INDEXING, passing);
    add(rules, "built-in/vector-stores", POST, VECTOR_STORES, passing);
    add(rules, "built-in/changes", Set.of(), CHANGES, passing);
    add(rules, "built-in/changes", GET, TIMES, passing);
    add(rules, "built-in/calls", POST, CALLS, passing);
    add(rules, "built-in/databases", POST, DATABASES, passing);
    add(rules, "built-in/queues", POST, QUEUES, passing);
    add(rules, "built-in/wordpress", POST, WORDPRESS, passing);
    add(rules, "built-in/ollama", POST, OLLAMA, passing);
    add(rules, "built-in/ollama", GET, List.of("**/api/ps"), passing);
    Provider provider = Provider.at(host);
    if (provider != null) {
      String name = "built-in/" + provider.name();
      add(rules, name, Set.of(), provider.polled(), passing);
      add(rules, name, GET, provider.cachedGets(), cache);
      add(rules, name, POST, provider.cachedPosts(), cache);
      add(rules, name, Set.of(), provider.scope(), passing);
    }
    add(rules, "built-in/model-servers", POST, MODEL_SEARCHES, cache);
    add(rules, "built-in/model-servers", Set.of(), MODEL_JOBS, passing);
    add(rules, "built-in/model-servers", POST, MODEL_CHANGES, passing);
    return rules;
  }

  /**
   * Returns the rules that take precedence over those of {@link #of}, under the same conditions.
   * Neither path nor content tells what a gRPC or Connect call does. Cognito may log in at any
   * host. Vault wraps an answer in a token that can be used once. SAP answers a request for a CSRF
   * token with the usual response of the URL plus the token of a session. A date that is not one of
   * HTTP (RFC 9110 section 5.6.7) is no condition, but asks for what has changed since, as the
   * {@code A-IM} of Cosmos DB does; programs that read feeds send another one each time.
   *
   * @param cache the cache configuration of the mapping
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
        new ByField("built-in/databases", POST, "Surreal-NS", "", passing),
        new ByField("built-in/queues", POST, "Content-Type", "application/vnd.kafka", passing),
        new ByField("built-in/queues", GET, "Accept", "application/vnd.kafka", passing),
        new ByField("built-in/token-end-points", GET, "X-Vault-Wrap-TTL", "", passing),
        new ByField("built-in/token-end-points", POST, "X-Vault-Wrap-TTL", "", passing),
        new ByField("built-in/csrf", GET, "X-CSRF-Token", "Fetch", passing),
        new ByField("built-in/changes", GET, "If-Modified-Since", "2", passing), // 2026-11-30
        new ByField("built-in/changes", GET, "A-IM", "Incremental", passing));
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
      for (String path : Provider.alternatives(pattern)) {
        rules.add(new Named(name, new PathRule(methods, PathGlob.of(path), cache)));
      }
    }
  }
}
