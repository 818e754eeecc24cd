package io.apibuddy.domain.cache;

import io.apibuddy.ports.store.StoredResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
    StoredResponse selected = null;
    for (StoredResponse stored : candidates) {
      if (!VaryMatcher.matches(stored, lookup)) {
        reason = stronger(reason, ForwardReason.VARY_MISS);
        continue;
      }
      ReusePolicy.Verdict verdict = ReusePolicy.judge(stored, lookup, now);
      switch (verdict) {
        case FRESH, ACCEPTABLY_STALE, STALE_WHILE_REVALIDATE -> {
          return new CacheDecision.ServeStored(
              stored,
              FreshnessPolicy.remaining(stored, now),
              verdict == ReusePolicy.Verdict.STALE_WHILE_REVALIDATE);
        }
        case STALE -> reason = stronger(reason, ForwardReason.STALE);
        case REFUSED_BY_REQUEST -> reason = stronger(reason, ForwardReason.REQUEST);
      }
      selected = selected == null ? stored : selected;
    }
    if (wishes.onlyIfCached()) {
      return new CacheDecision.Unsatisfiable();
    }
    return new CacheDecision.Forward(
        wishes.mayReuse() ? reason : ForwardReason.REQUEST,
        confirmable(lookup, selected, candidates),
        standIn(lookup, selected, now));
  }

  private static @Nullable StoredResponse standIn(
      CacheLookup lookup, @Nullable StoredResponse selected, Instant now) {
    boolean usable =
        selected != null
            && lookup.wishes().mayReuse()
            && StalePolicy.onError(lookup.cache(), selected, now);
    return usable ? selected : null;
  }

  /** The latest that matches, then the others: the upstream may choose any of them. */
  private static List<StoredResponse> confirmable(
      CacheLookup lookup, @Nullable StoredResponse selected, List<StoredResponse> candidates) {
    if (!lookup.key().method().equals("GET") || candidates.isEmpty()) {
      return List.of();
    }
    List<StoredResponse> confirmable = new ArrayList<>();
    if (selected != null && ConditionalRequestFactory.hasValidator(selected)) {
      confirmable.add(selected);
    }
    for (StoredResponse other : candidates) {
      boolean another = selected == null || !other.id().equals(selected.id());
      if (another
          && other.response().headers().contains("ETag")
          && VaryMatcher.isReadable(other, lookup)) {
        confirmable.add(other);
      }
    }
    return confirmable;
  }

  private static ForwardReason stronger(ForwardReason one, ForwardReason other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
