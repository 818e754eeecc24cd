package io.apibuddy.domain.throttle;

import io.apibuddy.ports.store.RateLimit;
import java.time.Duration;
import java.util.List;

/** Why an upstream may not be asked now. */
public sealed interface Refusal {

  /** Returns the time after which the request passes, unless others come first. */
  Duration retryAfter();

  /** Returns {@link #retryAfter} in whole seconds, rounded up, at least 1. */
  default long retryAfterSeconds() {
    Duration left = retryAfter();
    return Math.max(1, left.toSeconds() + (left.toNanosPart() > 0 ? 1 : 0));
  }

  /**
   * A limit has no room, or a penalty is in force.
   *
   * @param limit the limit with the least room
   * @param limits all limits of the mapping
   * @param penalty what is left of the penalty, zero if there is none
   */
  record LimitReached(
      RateLimit limit, List<RateLimit> limits, Duration penalty, Duration retryAfter)
      implements Refusal {

    /** Copies the list. */
    public LimitReached {
      limits = List.copyOf(limits);
    }

    /** Returns whether the request has to wait for the end of the penalty, not for the limit. */
    public boolean isPenalty() {
      return penalty.compareTo(retryAfter) >= 0;
    }
  }

  /**
   * All places to wait are taken.
   *
   * @param places how many places there are
   * @param ofAll whether they are the places of all mappings together, not of this one
   */
  record LineFull(int places, boolean ofAll, Duration retryAfter) implements Refusal {}

  /** The upstream has asked for a pause. */
  record UpstreamPaused(Duration retryAfter) implements Refusal {}
}
