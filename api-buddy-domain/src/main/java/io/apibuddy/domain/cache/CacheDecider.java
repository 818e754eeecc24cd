package io.apibuddy.domain.cache;

import io.apibuddy.ports.store.StoredResponse;
import java.time.Instant;
import java.util.List;

/** Decides between the store and the upstream (RFC 9111 section 4). Takes values, returns one. */
public final class CacheDecider {

  private CacheDecider() {}

  /**
   * Decides.
   *
   * @param lookup the request as the cache sees it
   * @param candidates what is stored under its key, the latest first
   */
  public static CacheDecision decide(
      CacheLookup lookup, List<StoredResponse> candidates, Instant now) {
    RequestDirectives wishes = lookup.wishes();
    ForwardReason reason = ForwardReason.URI_MISS;
    for (StoredResponse stored : candidates) {
      if (!VaryMatcher.matches(stored, lookup)) {
        reason = stronger(reason, ForwardReason.VARY_MISS);
        continue;
      }
      ReusePolicy.Verdict verdict = ReusePolicy.judge(stored, wishes, now);
      switch (verdict) {
        case FRESH, ACCEPTABLY_STALE -> {
          return new CacheDecision.ServeStored(stored, FreshnessPolicy.remaining(stored, now));
        }
        case STALE -> reason = stronger(reason, ForwardReason.STALE);
        case REFUSED_BY_REQUEST -> reason = stronger(reason, ForwardReason.REQUEST);
      }
    }
    if (wishes.onlyIfCached()) {
      return new CacheDecision.Unsatisfiable();
    }
    return new CacheDecision.Forward(wishes.mayReuse() ? reason : ForwardReason.REQUEST);
  }

  private static ForwardReason stronger(ForwardReason one, ForwardReason other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
