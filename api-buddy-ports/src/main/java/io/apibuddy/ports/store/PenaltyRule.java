package io.apibuddy.ports.store;

import java.time.Duration;

/**
 * The rule for penalties: each violation of a limit doubles the penalty, starting at one second.
 *
 * @param maximum the longest penalty; zero for no penalty
 * @param patient whether the caller waits for a slot: a refusal is then not a violation, announces
 *     no wait and changes nothing
 */
public record PenaltyRule(Duration maximum, boolean patient) {

  /** No penalty in addition to the wait for a free slot. */
  public static final PenaltyRule NONE = new PenaltyRule(Duration.ZERO);

  /** Rejects a negative maximum. */
  public PenaltyRule {
    if (maximum.isNegative()) {
      throw new IllegalArgumentException("maximum must not be negative, is " + maximum);
    }
  }

  /** Creates a rule under which a refusal may be a violation. */
  public PenaltyRule(Duration maximum) {
    this(maximum, false);
  }

  /** Returns this rule for a caller that waits for a slot. */
  public PenaltyRule forPatient() {
    return new PenaltyRule(maximum, true);
  }
}
