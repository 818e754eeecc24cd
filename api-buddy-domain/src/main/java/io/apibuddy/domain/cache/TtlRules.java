package io.apibuddy.domain.cache;

import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import java.util.Locale;
import java.util.Set;

/**
 * Decides what may be stored in {@code ttl} policy. Its purpose is to spare calls during
 * development, so only explicit prohibitions are respected.
 */
final class TtlRules {
  private static final Set<Integer> SUCCESSES = Set.of(200, 203, 300, 301, 308);

  /**
   * Statuses about this client or this moment. From 520 to 530, but for 529, they are Cloudflare's,
   * which did not reach the server behind it.
   */
  private static final Set<Integer> NEVER =
      Set.of(
          401, 403, 407, 408, 412, 416, 425, 428, 429, 431, 498, 502, 503, 504, 511, 520, 521, 522,
          523, 524, 525, 526, 527, 529, 530);

  private TtlRules() {}

  static Storability judge(CacheLookup lookup, ResponseHead response) {
    CacheConfiguration cache = lookup.cache();
    if (!cache.ignoreNoStore() && CacheControl.of(response.headers()).has("no-store")) {
      return Storability.NO_STORE;
    }
    if (response.headers().contains("Retry-After")) {
      return Storability.no("retry-after"); // a later request gets another answer
    }
    String grpcStatus = response.headers().first("Grpc-Status"); // of a Trailers-Only response
    if (grpcStatus != null && !grpcStatus.trim().equals("0")) {
      return Storability.no("grpc-status");
    }
    if (!statusMayBeStored(cache, response.status())) {
      return Storability.no("status-not-cacheable");
    }
    if (StoredExtent.isPart(response)) {
      return Storability.no("content-range");
    }
    return issuesCredential(lookup, response.headers())
        ? Storability.notShareable("credential")
        : Storability.YES;
  }

  /** Returns whether an answer issues a token or a session to its client; a GET does not log in. */
  private static boolean issuesCredential(CacheLookup lookup, Headers response) {
    if (lookup.key().method().equals("GET")) {
      return false;
    }
    for (int i = 0; i < response.size(); i++) {
      if (lookup.fingerprints().isCredential(response.name(i).toLowerCase(Locale.ROOT))) {
        return true;
      }
    }
    return false;
  }

  private static boolean statusMayBeStored(CacheConfiguration cache, int status) {
    return SUCCESSES.contains(status)
        || (cache.cacheErrorResponses()
            && status >= 400
            && status <= 599
            && !NEVER.contains(status));
  }
}
