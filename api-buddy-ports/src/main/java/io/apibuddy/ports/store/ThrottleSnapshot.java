package io.apibuddy.ports.store;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * The persistent state of a {@link DomainThrottle}.
 *
 * @param attempts the attempts that still count, oldest first; must not change afterwards
 * @param penalty the penalty state of the domain
 */
public record ThrottleSnapshot(List<Instant> attempts, Penalty penalty) {

  /** Rejects null. The list is not copied, since it may have a million elements. */
  public ThrottleSnapshot {
    Objects.requireNonNull(attempts, "attempts");
    Objects.requireNonNull(penalty, "penalty");
  }

  /** Returns whether nothing in it counts any more. */
  public boolean isEmpty(Instant now) {
    return attempts.isEmpty() && penalty.remaining(now).isZero();
  }
}
