package io.apibuddy.domain.cache;

import io.apibuddy.ports.store.StoredResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides between the store and the upstream (RFC 9111 section 4). Takes values, returns one. */
final class CacheDecider {

  private CacheDecider() {}

  /**
   * Decides.
   *
   * @param lookup the request as the cache sees it
   * @param candidates what is stored under its key, the latest first
   */
  static CacheDecision decide(CacheLookup lookup, List<StoredResponse> candidates, Instant now) {
    RequestDirectives wishes = lookup.wishes();
    List<StoredResponse> chosen = VaryMatcher.choose(candidates, lookup);
    ForwardReason reason = ForwardReason.URI_MISS;
    CacheDecision stale = null; // if nothing fresh follows
    for (int i = 0; i < chosen.size(); i++) { // a hit needs no iterator
      StoredResponse stored = chosen.get(i);
      if (i > 0 && isOutdated(stored, chosen.get(0))) {
        continue;
      }
      Duration remaining = FreshnessPolicy.remaining(stored, lookup.cache(), now);
      ReusePolicy.Verdict verdict = ReusePolicy.judge(stored, lookup, remaining, now);
      switch (verdict) {
        case FRESH -> {
          return new CacheDecision.ServeStored(stored, remaining, false);
        }
        case ACCEPTABLY_STALE, STALE_WHILE_REVALIDATE -> {
          boolean revalidate = verdict == ReusePolicy.Verdict.STALE_WHILE_REVALIDATE;
          stale =
              stale == null ? new CacheDecision.ServeStored(stored, remaining, revalidate) : stale;
        }
        case STALE -> reason = stronger(reason, ForwardReason.STALE);
        case REFUSED_BY_REQUEST -> reason = stronger(reason, ForwardReason.REQUEST);
      }
    }
    if (stale != null) {
      return stale;
    }
    if (wishes.onlyIfCached()) {
      return new CacheDecision.Unsatisfiable();
    }
    StoredResponse selected = chosen.isEmpty() ? null : chosen.get(0);
    if (selected == null) {
      reason = missing(lookup, candidates);
    }
    return new CacheDecision.Forward(
        wishes.mayReuse() ? reason : ForwardReason.REQUEST,
        confirmable(lookup, selected, candidates),
        standIn(lookup, selected, now),
        selected != null && StalePolicy.isForbidden(lookup.cache(), selected));
  }

  /**
   * Whether another response has come since, which is to be used (section 4), and not of the same
   * representation, as a part beside its whole may be.
   */
  private static boolean isOutdated(StoredResponse stored, StoredResponse first) {
    String tag = first.response().headers().first("ETag");
    return stored.freshness().respondedAt().isBefore(first.freshness().respondedAt())
        && (tag == null
            || !EntityTags.stronglyEqual(tag, stored.response().headers().first("ETag")));
  }

  /** Why nothing that is stored can be chosen. */
  private static ForwardReason missing(CacheLookup lookup, List<StoredResponse> candidates) {
    if (candidates.isEmpty()) {
      return ForwardReason.URI_MISS;
    }
    boolean partial =
        candidates.stream()
            .anyMatch(one -> one.response().status() == 206 && VaryMatcher.matches(one, lookup));
    return partial ? ForwardReason.PARTIAL : ForwardReason.VARY_MISS;
  }

  /** An error would tell no more than the failure that it stands in for. */
  private static @Nullable StoredResponse standIn(
      CacheLookup lookup, @Nullable StoredResponse selected, Instant now) {
    boolean usable =
        selected != null
            && selected.response().status() < 400
            && lookup.wishes().mayReuse()
            && StalePolicy.onError(lookup, selected, now);
    return usable ? selected : null;
  }

  /**
   * The one to be used, then the others by their tags: the upstream may choose any of them. One
   * that has a date only is asked about alone, since a list of tags makes the date count for
   * nothing (RFC 9110 section 13.1.3).
   */
  private static List<StoredResponse> confirmable(
      CacheLookup lookup, @Nullable StoredResponse selected, List<StoredResponse> candidates) {
    if (!lookup.key().method().equals("GET") || candidates.isEmpty()) {
      return List.of();
    }
    List<StoredResponse> confirmable = new ArrayList<>();
    if (selected != null && ConditionalRequestFactory.isConfirmable(selected)) {
      confirmable.add(selected);
      if (!ConditionalRequestFactory.hasTag(selected.response())) {
        return confirmable;
      }
    }
    for (StoredResponse other : candidates) {
      boolean another = selected == null || !other.id().equals(selected.id());
      if (another
          && ConditionalRequestFactory.hasTag(other.response())
          && ConditionalRequestFactory.isConfirmable(other)) {
        confirmable.add(other);
      }
    }
    return confirmable;
  }

  private static ForwardReason stronger(ForwardReason one, ForwardReason other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
