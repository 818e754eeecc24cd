package io.apibuddy.ports.store;

import java.time.Duration;

/** The decision of a {@link ThrottleLedger} on one attempt. */
public sealed interface ThrottleDecision {

  /** The attempt may proceed; it was counted if there was a limit. */
  ThrottleDecision GRANTED = new Granted();

  /** The type of {@link #GRANTED}. */
  record Granted() implements ThrottleDecision {}

  /**
   * The attempt may not proceed and was not counted.
   *
   * @param retryAfter the wait after which an attempt is granted if no other comes first: the
   *     longer of the penalty and the wait for a slot; positive
   * @param penalty the remaining penalty, zero if there is none
   */
  record Refused(Duration retryAfter, Duration penalty) implements ThrottleDecision {

    /** Rejects a wait that is not positive: callers that wait for it would retry without end. */
    public Refused {
      if (retryAfter.isNegative() || retryAfter.isZero() || penalty.isNegative()) {
        throw new IllegalArgumentException("refused for " + retryAfter + ", penalty " + penalty);
      }
    }
  }
}
