package io.apibuddy.ports.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Rate limiter for attempts at upstreams, with exact sliding windows and progressive penalties.
 * Safe for concurrent use; each call is one atomic step. Its state survives a restart, except at
 * most the last second.
 *
 * <p>A violation is the first refusal after a grant, or after an announced wait has passed. Each
 * violation doubles the penalty (1, 2, 4 s... up to the rule's maximum). A refusal within an
 * announced wait neither doubles nor extends it. The penalty halves after each quiet period of its
 * own length. A refusal under a {@link PenaltyRule#patient} rule is not a violation and changes
 * nothing. If the limits change so that none of them was full when the penalty began, the penalty
 * ends.
 *
 * <p>{@code now} never goes back: it is the wall clock at start plus the ticker since. Stored times
 * that are later than the start count as the start. The next process reads stored times by its wall
 * clock, so if that clock is set, or the machine sleeps while the ticker stands still, the stored
 * times are shifted accordingly. A shared engine may use its own clock instead.
 */
public interface ThrottleLedger {

  /**
   * Grants and counts one attempt if every limit has room and no penalty is left.
   *
   * @param limits all limits in force, in any order. If empty, the attempt is always granted,
   *     whatever penalty is left, and nothing is counted
   */
  ThrottleDecision tryAcquire(
      String domain, List<RateLimit> limits, PenaltyRule penaltyRule, Instant now);

  /** Returns the current state of a domain without changing it. */
  ThrottleState state(String domain, List<RateLimit> limits, Instant now);

  /**
   * Starts a penalty that is not due to a violation, such as a pause that an upstream asks for,
   * unless a penalty that ends later is in force. Meant for a domain name of its own, under which
   * no limit counts attempts.
   *
   * @param length positive
   */
  void pause(String domain, Duration length, Instant now);

  /** Returns the remaining penalty of every domain that has one. */
  Map<String, Duration> penalties(Instant now);

  /** Removes all attempts and the penalty of a domain, and frees the space that they took. */
  void reset(String domain);
}
