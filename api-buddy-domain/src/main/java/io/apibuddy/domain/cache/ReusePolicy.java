package io.apibuddy.domain.cache;

import io.apibuddy.domain.config.CachePolicy;
import io.apibuddy.ports.store.StoredResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/** Whether a stored response that matches may answer a request as it is (RFC 9111 section 4). */
final class ReusePolicy {

  /** What the policy found. */
  enum Verdict {
    /** It may answer. */
    FRESH,
    /** It is past its lifetime, but the request accepts that. */
    ACCEPTABLY_STALE,
    /** It is past its lifetime, but may answer while it is validated. */
    STALE_WHILE_REVALIDATE,
    /** It must be validated first. */
    STALE,
    /** The request's directives or conditions do not accept it without validation. */
    REFUSED_BY_REQUEST
  }

  private ReusePolicy() {}

  /**
   * Judges.
   *
   * @param remaining what {@link FreshnessPolicy} says is left of its freshness
   */
  static Verdict judge(StoredResponse stored, CacheLookup lookup, Duration remaining, Instant now) {
    RequestDirectives wishes = lookup.wishes();
    ResponseDirectives directives = directives(stored, lookup);
    if (!wishes.mayReuse()) {
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
        wishes.minFresh().isEmpty()
            || remaining.compareTo(Duration.ofSeconds(wishes.minFresh().getAsLong())) >= 0;
    return freshEnough && !isForbidden(stored, lookup) ? Verdict.FRESH : Verdict.REFUSED_BY_REQUEST;
  }

  private static Verdict judgeStale(
      StoredResponse stored, CacheLookup lookup, Duration staleness, Instant now) {
    OptionalLong maxStale = lookup.wishes().maxStale();
    if (StalePolicy.isForbidden(lookup.cache(), stored) || isForbidden(stored, lookup)) {
      return Verdict.STALE;
    }
    if (maxStale.isPresent()
        && staleness.compareTo(Duration.ofSeconds(maxStale.getAsLong())) <= 0) {
      return Verdict.ACCEPTABLY_STALE;
    }
    boolean fresh = // wanted (RFC 9111 sections 5.2.1.1 and 5.2.1.3)
        lookup.wishes().minFresh().isPresent()
            || (lookup.wishes().maxAge().isPresent() && maxStale.isEmpty());
    return !fresh
            && !PreconditionEvaluator.isLeftToTheOrigin(stored.request().method(), lookup.headers())
            && stored.response().status() != 206 // a part is fetched anew
            && StalePolicy.whileRevalidating(lookup.cache(), stored, now)
        ? Verdict.STALE_WHILE_REVALIDATE
        : Verdict.STALE;
  }

  private static boolean isForbidden(StoredResponse stored, CacheLookup lookup) {
    return PreconditionEvaluator.forbidsStored(stored.request().method(), lookup.headers());
  }

  /** In {@code ttl} policy a response's own directives do not count. */
  private static ResponseDirectives directives(StoredResponse stored, CacheLookup lookup) {
    return lookup.cache().policy() == CachePolicy.HTTP
        ? StoredFacts.of(stored).directives()
        : ResponseDirectives.NONE;
  }

  /** In {@code ttl} policy the age that a response came with does not count. */
  private static boolean olderThanAccepted(StoredResponse stored, CacheLookup lookup, Instant now) {
    OptionalLong most = lookup.wishes().maxAge();
    if (most.isEmpty()) {
      return false;
    }
    Duration age =
        lookup.cache().policy() == CachePolicy.HTTP
            ? AgeCalculator.currentAge(stored, now)
            : AgeCalculator.residentTime(stored, now);
    return age.compareTo(Duration.ofSeconds(most.getAsLong())) > 0;
  }
}
