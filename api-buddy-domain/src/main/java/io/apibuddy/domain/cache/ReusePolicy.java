package io.apibuddy.domain.cache;

import io.apibuddy.ports.store.StoredResponse;
import java.time.Duration;
import java.time.Instant;

/** Whether a stored response that matches may answer a request as it is (RFC 9111 section 4). */
final class ReusePolicy {

  /** What the policy found. */
  enum Verdict {
    /** It may answer. */
    FRESH,
    /** It is past its lifetime, but the request accepts that. */
    ACCEPTABLY_STALE,
    /** It is past its lifetime. */
    STALE,
    /** It is fresh, but the request's directives do not accept it. */
    REFUSED_BY_REQUEST
  }

  private ReusePolicy() {}

  static Verdict judge(StoredResponse stored, RequestDirectives wishes, Instant now) {
    Duration remaining = FreshnessPolicy.remaining(stored, now);
    if (!wishes.mayReuse() || olderThanAccepted(stored, wishes, now)) {
      return Verdict.REFUSED_BY_REQUEST;
    }
    if (remaining.isNegative() || remaining.isZero()) {
      Duration past = remaining.negated();
      return wishes.maxStale().isPresent()
              && past.compareTo(Duration.ofSeconds(wishes.maxStale().getAsLong())) <= 0
          ? Verdict.ACCEPTABLY_STALE
          : Verdict.STALE;
    }
    boolean freshEnough =
        wishes.minFresh().isEmpty()
            || remaining.compareTo(Duration.ofSeconds(wishes.minFresh().getAsLong())) >= 0;
    return freshEnough ? Verdict.FRESH : Verdict.REFUSED_BY_REQUEST;
  }

  private static boolean olderThanAccepted(
      StoredResponse stored, RequestDirectives wishes, Instant now) {
    return wishes.maxAge().isPresent()
        && AgeCalculator.currentAge(stored, now)
                .compareTo(Duration.ofSeconds(wishes.maxAge().getAsLong()))
            > 0;
  }
}
