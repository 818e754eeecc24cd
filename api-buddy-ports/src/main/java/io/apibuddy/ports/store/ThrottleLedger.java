package io.apibuddy.ports.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Counts attempts at the upstreams in exact sliding windows. Safe for concurrent use; each call is
 * one atomic step. What it knows survives a restart but for at most the last second.
 *
 * <p>A violation is the first refusal after a grant, or after an announced wait has passed; it
 * doubles the penalty (1, 2, 4 s... up to the rule's maximum). A refusal within an announced wait
 * neither doubles nor extends it. The penalty halves after each quiet period of its own length. A
 * refusal of a {@link PenaltyRule#patient} one is no violation and leaves everything as it was. A
 * penalty does not outlive a change after which none of the limits was full when it began.
 *
 * <p>{@code now} never goes back: the wall clock at start plus the ticker since. Later stamps found
 * at start are taken as the start. The next process reads them by its wall clock: if that is set,
 * or the machine sleeps while the ticker stands still, what was written down moves with it. A
 * shared engine may use its own clock instead.
 */
public interface ThrottleLedger {

  /**
   * Counts one attempt if every limit has room and no penalty is left.
   *
   * @param limits all that hold, in any order; empty grants always, whatever penalty is left, and
   *     counts nothing
   */
  ThrottleDecision tryAcquire(
      String domain, List<RateLimit> limits, PenaltyRule penaltyRule, Instant now);

  /** Returns how a domain stands, changing nothing. */
  ThrottleState state(String domain, List<RateLimit> limits, Instant now);

  /**
   * Begins a penalty of a domain that is no violation's; one that ends later goes on. For what no
   * limit counts, such as a pause that an upstream asks for, under a name of its own.
   *
   * @param length positive
   */
  void pause(String domain, Duration length, Instant now);

  /** Returns every domain that has a penalty left, and how much. */
  Map<String, Duration> penalties(Instant now);

  /** Forgets all attempts and the penalty of a domain; what is forgotten takes no room. */
  void reset(String domain);
}
