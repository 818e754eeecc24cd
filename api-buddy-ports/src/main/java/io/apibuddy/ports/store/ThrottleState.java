package io.apibuddy.ports.store;

import java.time.Duration;
import java.util.List;

/**
 * The current state of a domain's limits.
 *
 * @param used for each of the given limits, how many attempts are in its window now
 * @param penalty the remaining penalty, zero if there is none
 */
public record ThrottleState(List<Long> used, Duration penalty) {

  /** Copies the list. */
  public ThrottleState {
    used = List.copyOf(used);
  }
}
