package io.apibuddy.domain.explain;

import io.apibuddy.ports.store.RateLimit;
import java.time.Duration;
import java.util.List;

/**
 * How a mapping stands with its limits.
 *
 * @param limits those that hold, none if there are none
 * @param used for each of them, how many attempts its window holds now
 * @param penalty what is left of the penalty for asking too often, zero if there is none
 * @param pause what is left of the longest pause that the upstream asked for, for any credential or
 *     part of its service; zero if there is none
 * @param waiting how many requests wait for the limits or a pause
 */
public record ThrottleStanding(
    List<RateLimit> limits, List<Long> used, Duration penalty, Duration pause, int waiting) {

  /** Copies the lists. */
  public ThrottleStanding {
    limits = List.copyOf(limits);
    used = List.copyOf(used);
  }
}
