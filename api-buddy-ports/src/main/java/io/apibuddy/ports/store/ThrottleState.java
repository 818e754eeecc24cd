package io.apibuddy.ports.store;

import java.time.Duration;
import java.util.List;

/**
 * How a domain stands with its limits.
 *
 * @param used for each limit asked about, how many attempts its window holds now
 * @param penalty what is left of the penalty, zero if there is none
 */
public record ThrottleState(List<Long> used, Duration penalty) {

  /** Copies the list. */
  public ThrottleState {
    used = List.copyOf(used);
  }
}
