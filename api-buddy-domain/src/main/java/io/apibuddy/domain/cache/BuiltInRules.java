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
   * A rule about the POSTs in which a field begins so, without regard to case, whatever their path.
   */
  record ByField(String name, String field, String beginning, CacheConfiguration cache) {

    boolean covers(String method, Headers headers) {
      String value = method.equals("POST") ? headers.first(field) : null;
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
          "**/single-use-token/**");

  /** What git, and its LFS, ask of a repository as it is now, or change in it. */
  private static final List<String> GIT =
      List.of(
          "**/info/refs",
          "**/git-upload-pack",
          "**/git-receive-pack",
          "**/info/lfs/objects/batch",
          "**/info/lfs/locks/**");

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
    Provider provider = Provider.at(host);
    if (provider != null) {
      String name = "built-in/" + provider.name();
      add(rules, name, Set.of("GET"), provider.read(), cache);
      add(rules, name, Set.of("POST"), provider.inferred(), cache);
      add(rules, name, Set.of(), List.of(provider.service()), passing);
    }
    return rules;
  }

  /**
   * Returns the rules that go before those of {@link #of}, and are about the same: of a call by
   * gRPC neither path nor content tells what it does, and Cognito logs in wherever it is.
   *
   * @param cache how the mapping is cached
   */
  static List<ByField> byField(CacheConfiguration cache) {
    if (!apply(cache)) {
      return List.of();
    }
    CacheConfiguration passing = cache.withMode(CacheMode.PASSTHROUGH);
    return List.of(
        new ByField("built-in/grpc", "Content-Type", "application/grpc", passing),
        new ByField("built-in/cognito", "X-Amz-Target", "AWSCognitoIdentity", passing));
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
    for (String path : paths) {
      rules.add(new Named(name, new PathRule(methods, PathGlob.of(path), cache)));
    }
  }
}
