package io.apibuddy.ports.store;

import java.time.Instant;
import java.util.List;

/**
 * Counts attempts at the upstreams in exact sliding windows. Safe for concurrent use; each call is
 * one atomic step. What it knows survives a restart but for at most the last second.
 *
 * <p>A violation is the first refusal after a grant, or after an announced wait has passed; it
 * doubles the penalty (1, 2, 4 s... up to the rule's maximum). A refusal within an announced wait
 * neither doubles nor extends it. The penalty halves after each quiet period of its own length. A
 * refusal of a {@link PenaltyRule#patient} one is no violation and leaves everything as it was.
 *
 * <p>{@code now} never goes back: the wall clock at start plus the ticker since. Later stamps found
 * at start are taken as the start. A shared engine may use its own clock instead.
 */
public interface ThrottleLedger {

  /**
   * Counts one attempt if every limit has room and no penalty is left.
   *
   * @param limits all that hold, in any order; empty grants always
   */
  ThrottleDecision tryAcquire(
      String domain, List<RateLimit> limits, PenaltyRule penaltyRule, Instant now);

  /** Returns how a domain stands, changing nothing. */
  ThrottleState state(String domain, List<RateLimit> limits, Instant now);

  /** Forgets all attempts and the penalty of a domain. */
  void reset(String domain);
}
