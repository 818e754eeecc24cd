package io.apibuddy.domain.throttle;

import io.apibuddy.ports.store.RateLimit;
import java.time.Duration;
import java.util.List;

/** Why an upstream is not asked now. */
public sealed interface Refusal {

  /** Returns after which the request passes if nobody else comes before. */
  Duration retryAfter();

  /** Returns {@link #retryAfter} in whole seconds, rounded up, 1 at least. */
  default long retryAfterSeconds() {
    Duration left = retryAfter();
    return Math.max(1, left.toSeconds() + (left.toNanosPart() > 0 ? 1 : 0));
  }

  /**
   * A limit has no room, or a penalty holds.
   *
   * @param limit the one that is nearest to its end
   * @param limits all that hold
   * @param penalty what is left of the penalty, zero if there is none
   */
  record LimitReached(
      RateLimit limit, List<RateLimit> limits, Duration penalty, Duration retryAfter)
      implements Refusal {

    /** Copies the list. */
    public LimitReached {
      limits = List.copyOf(limits);
    }

    /** Returns whether it is the penalty that has to be sat out, not the limit. */
    public boolean isPenalty() {
      return penalty.compareTo(retryAfter) >= 0;
    }
  }

  /**
   * As many wait as may.
   *
   * @param places how many that are
   * @param ofAll whether they are those of all mappings together, not this one's
   */
  record LineFull(int places, boolean ofAll, Duration retryAfter) implements Refusal {}

  /** The upstream has asked for a pause. */
  record UpstreamPaused(Duration retryAfter) implements Refusal {}
}
