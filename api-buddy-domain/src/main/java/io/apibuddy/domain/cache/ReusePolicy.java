package io.apibuddy.domain.cache;

import io.apibuddy.domain.config.CachePolicy;
import io.apibuddy.ports.store.StoredResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/** Decides whether a matching response may answer without validation (RFC 9111 section 4). */
final class ReusePolicy {

  /** The result of the policy. */
  enum Verdict {
    /** The response is fresh enough to answer. */
    FRESH,
    /** The response is stale, but the request accepts that. */
    ACCEPTABLY_STALE,
    /** The response is stale, but may answer while it is validated. */
    STALE_WHILE_REVALIDATE,
    /** The response must be validated first. */
    STALE,
    /** The request's directives or conditions rule out the response unless it is validated. */
    REFUSED_BY_REQUEST
  }

  private ReusePolicy() {}

  /**
   * Returns the verdict on a stored response.
   *
   * @param remaining the remaining freshness by {@link FreshnessPolicy}
   */
  static Verdict judge(StoredResponse stored, CacheLookup lookup, Duration remaining, Instant now) {
    RequestDirectives requested = lookup.directives();
    ResponseDirectives directives = directives(stored, lookup);
    if (!requested.mayReuse()) {
      return Verdict.REFUSED_BY_REQUEST;
    }
    if (directives.noCache()) {
      return Verdict.STALE;
    }
    boolean fresh = !remaining.isNegative() && !remaining.isZero();
    if (olderThanAccepted(stored, lookup, now) && !(fresh && directives.immutable())) {
      return Verdict.REFUSED_BY_REQUEST;
    }
    if (!fresh) {
      return judgeStale(stored, lookup, remaining.negated(), now);
    }
    boolean freshEnough =
        requested.minFresh().isEmpty()
            || remaining.compareTo(Duration.ofSeconds(requested.minFresh().getAsLong())) >= 0;
    return freshEnough && !isForbidden(stored, lookup) ? Verdict.FRESH : Verdict.REFUSED_BY_REQUEST;
  }

  private static Verdict judgeStale(
      StoredResponse stored, CacheLookup lookup, Duration staleness, Instant now) {
    OptionalLong maxStale = lookup.directives().maxStale();
    if (StalePolicy.isForbidden(lookup.cache(), stored) || isForbidden(stored, lookup)) {
      return Verdict.STALE;
    }
    if (maxStale.isPresent()
        && staleness.compareTo(Duration.ofSeconds(maxStale.getAsLong())) <= 0) {
      return Verdict.ACCEPTABLY_STALE;
    }
    boolean fresh = // required (RFC 9111 sections 5.2.1.1 and 5.2.1.3)
        lookup.directives().minFresh().isPresent()
            || (lookup.directives().maxAge().isPresent() && maxStale.isEmpty());
    return !fresh
            && !PreconditionEvaluator.isLeftToTheOrigin(stored.request().method(), lookup.headers())
            && stored.response().status() != 206 // a part is fetched again
            && StalePolicy.whileRevalidating(lookup.cache(), stored, now)
        ? Verdict.STALE_WHILE_REVALIDATE
        : Verdict.STALE;
  }

  private static boolean isForbidden(StoredResponse stored, CacheLookup lookup) {
    return PreconditionEvaluator.forbidsStored(stored.request().method(), lookup.headers());
  }

  /** In {@code ttl} policy the directives of responses are ignored. */
  private static ResponseDirectives directives(StoredResponse stored, CacheLookup lookup) {
    return lookup.cache().policy() == CachePolicy.HTTP
        ? StoredFacts.of(stored).directives()
        : ResponseDirectives.NONE;
  }

  /** In {@code ttl} policy the age on arrival is ignored. */
  private static boolean olderThanAccepted(StoredResponse stored, CacheLookup lookup, Instant now) {
    OptionalLong maxAge = lookup.directives().maxAge();
    if (maxAge.isEmpty()) {
      return false;
    }
    Duration age =
        lookup.cache().policy() == CachePolicy.HTTP
            ? AgeCalculator.currentAge(stored, now)
            : AgeCalculator.residentTime(stored, now);
    return age.compareTo(Duration.ofSeconds(maxAge.getAsLong())) > 0;
  }
}
