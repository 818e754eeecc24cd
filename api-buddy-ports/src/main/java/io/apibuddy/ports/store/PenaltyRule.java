package io.apibuddy.ports.store;

import java.time.Duration;

/**
 * How violations of a limit are answered: each doubles the penalty, from one second on.
 *
 * @param maximum the longest penalty; zero for none at all
 */
public record PenaltyRule(Duration maximum) {

  /** No penalty beyond the wait for a free slot. */
  public static final PenaltyRule NONE = new PenaltyRule(Duration.ZERO);

  /** Refuses a negative penalty. */
  public PenaltyRule {
    if (maximum.isNegative()) {
      throw new IllegalArgumentException("maximum must not be negative, is " + maximum);
    }
  }
}
