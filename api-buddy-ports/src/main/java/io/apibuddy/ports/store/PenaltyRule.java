package io.apibuddy.ports.store;

import java.time.Duration;

/**
 * How violations of a limit are answered: each doubles the penalty, from one second on.
 *
 * @param maximum the longest penalty; zero for none at all
 * @param patient whether the one who asks waits for a slot: a refusal is then no violation,
 *     announces nothing and changes nothing
 */
public record PenaltyRule(Duration maximum, boolean patient) {

  /** No penalty beyond the wait for a free slot. */
  public static final PenaltyRule NONE = new PenaltyRule(Duration.ZERO);

  /** Refuses a negative penalty. */
  public PenaltyRule {
    if (maximum.isNegative()) {
      throw new IllegalArgumentException("maximum must not be negative, is " + maximum);
    }
  }

  /** Makes a rule by which a refusal may be a violation. */
  public PenaltyRule(Duration maximum) {
    this(maximum, false);
  }

  /** Returns the same rule for one who waits instead of being refused. */
  public PenaltyRule forPatient() {
    return new PenaltyRule(maximum, true);
  }
}
