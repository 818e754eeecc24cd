package io.apibuddy.ports.store;

import java.time.Duration;

/** What a ledger says to one attempt. */
public sealed interface ThrottleDecision {

  /** It may go; it was counted, if there was a limit. */
  ThrottleDecision GRANTED = new Granted();

  /** What {@link #GRANTED} is. */
  record Granted() implements ThrottleDecision {}

  /**
   * It may not go; it was not counted.
   *
   * @param retryAfter after which it passes if nobody else comes before: the longer of penalty and
   *     wait for a slot, positive
   * @param penalty what is left of the penalty, zero if there is none
   */
  record Refused(Duration retryAfter, Duration penalty) implements ThrottleDecision {

    /** Refuses a wait that is none: whoever waits for it would ask for ever. */
    public Refused {
      if (retryAfter.isNegative() || retryAfter.isZero() || penalty.isNegative()) {
        throw new IllegalArgumentException("refused for " + retryAfter + ", penalty " + penalty);
      }
    }
  }
}
