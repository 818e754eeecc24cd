package io.apibuddy.domain.cache;

import io.apibuddy.ports.store.StoredResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether the store or the upstream answers a request in mode {@code cache} (RFC 9111
 * section 4). A pure function.
 */
final class CacheDecider {

  private CacheDecider() {}

  /**
   * Returns the decision for a request.
   *
   * @param lookup the request as the cache sees it
   * @param candidates the responses stored under its key, the latest first
   */
  static CacheDecision decide(CacheLookup lookup, List<StoredResponse> candidates, Instant now) {
    RequestDirectives directives = lookup.directives();
    List<StoredResponse> chosen = VaryMatcher.choose(candidates, lookup);
    ForwardReason reason = ForwardReason.URI_MISS;
    CacheDecision stale = null; // used if nothing fresh follows
    for (int i = 0; i < chosen.size(); i++) { // by index: a hit creates no iterator
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
    if (directives.onlyIfCached()) {
      return new CacheDecision.Unsatisfiable();
    }
    StoredResponse selected = chosen.isEmpty() ? null : chosen.get(0);
    if (selected == null) {
      reason = missReason(lookup, candidates);
    }
    return new CacheDecision.Forward(
        directives.mayReuse() ? reason : ForwardReason.REQUEST,
        confirmable(lookup, selected, candidates),
        standIn(lookup, selected, now),
        selected != null && StalePolicy.isForbidden(lookup.cache(), selected),
        false);
  }

  /**
   * Returns whether a later response takes the place of a stored one (section 4). It does not if
   * both are of the same representation, as a part and the whole may be.
   */
  private static boolean isOutdated(StoredResponse stored, StoredResponse first) {
    String tag = first.response().headers().first("ETag");
    return stored.freshness().respondedAt().isBefore(first.freshness().respondedAt())
        && (tag == null
            || !EntityTags.stronglyEqual(tag, stored.response().headers().first("ETag")));
  }

  /** Returns why none of the stored responses can be selected. */
  private static ForwardReason missReason(CacheLookup lookup, List<StoredResponse> candidates) {
    if (candidates.isEmpty()) {
      return ForwardReason.URI_MISS;
    }
    boolean partial =
        candidates.stream()
            .anyMatch(one -> one.response().status() == 206 && VaryMatcher.matches(one, lookup));
    return partial ? ForwardReason.PARTIAL : ForwardReason.VARY_MISS;
  }

  /**
   * Returns the response that may stand in for a failure. A stored error does not: it would say no
   * more than the failure itself.
   */
  private static @Nullable StoredResponse standIn(
      CacheLookup lookup, @Nullable StoredResponse selected, Instant now) {
    boolean usable =
        selected != null
            && selected.response().status() < 400
            && lookup.directives().mayReuse()
            && StalePolicy.onError(lookup, selected, now);
    return usable ? selected : null;
  }

  /**
   * Returns the responses that a 304 may confirm: the selected one first, then the others with
   * entity tags, since the upstream may choose any of them. A selected one that has only a date is
   * asked about alone, because a list of tags makes the date ineffective (RFC 9110 section 13.1.3).
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
