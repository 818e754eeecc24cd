package io.apibuddy.domain.cache;

import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.ports.http.Headers;
import java.util.Set;

/** Decides what a shared cache may store (RFC 9111 sections 3 and 3.5), in the order of the RFC. */
final class SharedCacheRules {
  /** The final status codes whose caching rules this cache understands (RFC 9110 section 15). */
  private static final Set<Integer> UNDERSTOOD =
      Set.of(
          200, 201, 202, 203, 204, 205, 206, 300, 301, 302, 303, 307, 308, 400, 401, 402, 403, 404,
          405, 406, 408, 409, 410, 411, 412, 413, 414, 415, 417, 421, 422, 426, 428, 429, 431, 451,
          500, 501, 502, 503, 504, 505);

  /** Statuses about what one client wants, has or sends (428, 431: RFC 6585 sections 3 and 5). */
  private static final Set<Integer> REQUEST_SPECIFIC = Set.of(206, 304, 412, 416, 428, 431);

  /** Statuses about the present moment (RFC 6585 sections 4 and 6). */
  private static final Set<Integer> NEVER = Set.of(429, 511);

  private SharedCacheRules() {}

  static Storability judge(
      CacheConfiguration cache, String method, Headers request, ReceivedResponse response) {
    int status = response.head().status();
    ResponseDirectives directives = response.directives();
    boolean understood = UNDERSTOOD.contains(status);
    boolean part = status == 206 && method.equals("GET") && isOneRange(request, response.headers());
    if (REQUEST_SPECIFIC.contains(status) && !part) {
      return Storability.notShareable("status-not-cacheable");
    }
    if (status < 200 || NEVER.contains(status) || (directives.mustUnderstand() && !understood)) {
      return directives.noStore() || directives.isPrivate()
          ? Storability.notShareable("status-not-cacheable")
          : Storability.no("status-not-cacheable");
    }
    if (directives.noStore() && !directives.mustUnderstand() && !cache.ignoreNoStore()) {
      return Storability.NO_STORE;
    }
    if (directives.isPrivate()) {
      return Storability.notShareable("private");
    }
    if (request.contains("Authorization") && !directives.allowsAuthorized()) {
      return Storability.notShareable("authorization");
    }
    boolean explicit = LifetimePolicy.isExplicit(response);
    boolean heuristic =
        directives.isPublic() || HeuristicFreshness.isHeuristicallyCacheable(status);
    if (!explicit && (!heuristic || !method.equals("GET"))) {
      return Storability.no("status-not-cacheable");
    }
    return isOfUse(cache, response)
        ? Storability.yes(directives.withheldFields())
        : Storability.no("stale");
  }

  /** Returns whether a 206 answers a request for one range (section 3.3). */
  private static boolean isOneRange(Headers request, Headers response) {
    return request.contains("Range") && StoredExtent.ofPart(response) != null;
  }

  /**
   * Returns whether a response is of use: not if it is stale on arrival, must not be used stale and
   * cannot be validated.
   */
  private static boolean isOfUse(CacheConfiguration cache, ReceivedResponse response) {
    return StalePolicy.mayServeStale(cache, response.directives())
        || ConditionalRequestFactory.isConfirmable(response.head())
        || !LifetimePolicy.freshnessLifetime(response).isZero();
  }
}
