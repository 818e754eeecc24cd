package io.apibuddy.ports.store;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What a store writes down of a {@link DomainThrottle} and gives back after a restart.
 *
 * @param attempts the attempts that still count, oldest first; must not change afterwards
 * @param penalty how the domain stands with its violations
 */
public record ThrottleSnapshot(List<Instant> attempts, Penalty penalty) {

  /** Refuses null; does not copy, since a list may stand for a million attempts. */
  public ThrottleSnapshot {
    Objects.requireNonNull(attempts, "attempts");
    Objects.requireNonNull(penalty, "penalty");
  }

  /** Returns whether it says nothing that still counts. */
  public boolean isVoid(Instant now) {
    return attempts.isEmpty() && penalty.left(now).isZero();
  }
}
