package io.apibuddy.domain.config;

import java.util.Objects;
import java.util.Set;

/**
 * How some of a mapping's requests are cached in place of the rest.
 *
 * @param methods whose requests, empty for all; HEAD goes with GET
 * @param path of which paths
 * @param cache how they are cached: everything, as for a mapping
 */
public record PathRule(Set<String> methods, PathGlob path, CacheConfiguration cache) {

  /** Copies the methods. */
  public PathRule {
    methods = Set.copyOf(methods);
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(cache, "cache");
  }

  /**
   * Returns whether it is about a request.
   *
   * @param requestPath raw, from its slash on, or empty
   */
  public boolean covers(String method, String requestPath) {
    boolean meant = methods.isEmpty() || methods.contains(method.equals("HEAD") ? "GET" : method);
    return meant && path.matches(requestPath);
  }
}
