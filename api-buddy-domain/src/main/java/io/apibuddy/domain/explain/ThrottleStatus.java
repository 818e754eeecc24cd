package io.apibuddy.domain.explain;

import io.apibuddy.ports.store.RateLimit;
import java.time.Duration;
import java.util.List;

/**
 * The current state of a mapping's throttle.
 *
 * @param limits the limits in force, empty if there are none
 * @param used for each limit, how many attempts are in its window now
 * @param penalty the rest of the penalty for exceeding a limit, zero if there is none
 * @param pause the rest of the longest pause that the upstream asked for, for any credential or
 *     part of its service; zero if there is none
 * @param waiting how many requests wait for a limit or a pause
 */
public record ThrottleStatus(
    List<RateLimit> limits, List<Long> used, Duration penalty, Duration pause, int waiting) {

  public ThrottleStatus {
    limits = List.copyOf(limits);
    used = List.copyOf(used);
  }
}
