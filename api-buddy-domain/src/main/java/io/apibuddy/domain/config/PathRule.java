package io.apibuddy.domain.config;

import java.util.Objects;
import java.util.Set;

/**
 * A rule of a mapping: the cache configuration of some of its requests.
 *
 * @param methods the methods that the rule covers, empty for all; HEAD goes with GET
 * @param path the pattern of the paths that the rule covers
 * @param cache the complete configuration of these requests
 */
public record PathRule(Set<String> methods, PathGlob path, CacheConfiguration cache) {

  public PathRule {
    methods = Set.copyOf(methods);
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(cache, "cache");
  }

  /**
   * Returns whether this rule covers a request.
   *
   * @param requestPath the raw path, below the alias or, for a built-in rule, at the upstream; with
   *     its leading slash, or empty
   */
  public boolean covers(String method, String requestPath) {
    return isFor(method) && path.matches(requestPath);
  }

  /** Returns whether this rule covers requests with a method at all. */
  public boolean isFor(String method) {
    return methods.isEmpty() || methods.contains(method.equals("HEAD") ? "GET" : method);
  }
}
