package io.apibuddy.ports.store.local;

import io.apibuddy.ports.store.DomainThrottle;
import io.apibuddy.ports.store.PenaltyRule;
import io.apibuddy.ports.store.RateLimit;
import io.apibuddy.ports.store.ThrottleDecision;
import io.apibuddy.ports.store.ThrottleSnapshot;
import io.apibuddy.ports.store.ThrottleState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The throttle of one domain, which also tracks the changes that are not on disk yet. Safe for
 * concurrent use.
 */
final class DomainJournal {
  private final String domain;
  private final ReentrantLock lock = new ReentrantLock();
  private final DomainThrottle throttle;
  private boolean changed;
  private boolean rewrite = true;
  private int added;

  /** Takes over {@code throttle}. The first change rewrites its whole state. */
  DomainJournal(String domain, DomainThrottle throttle) {
    this.domain = domain;
    this.throttle = throttle;
  }

  ThrottleDecision tryAcquire(List<RateLimit> limits, PenaltyRule rule, Instant now) {
    lock.lock();
    try {
      ThrottleDecision decision = throttle.tryAcquire(limits, rule, now);
      if (!limits.isEmpty()) {
        changed = true;
        if (!rewrite && decision instanceof ThrottleDecision.Granted) {
          added++;
        }
      }
      return decision;
    } finally {
      lock.unlock();
    }
  }

  ThrottleState state(List<RateLimit> limits, Instant now) {
    lock.lock();
    try {
      return throttle.state(limits, now);
    } finally {
      lock.unlock();
    }
  }

  void pause(Duration length, Instant now) {
    lock.lock();
    try {
      throttle.pause(length, now);
      changed = true;
    } finally {
      lock.unlock();
    }
  }

  Duration remainingPenalty(Instant now) {
    lock.lock();
    try {
      return throttle.penalty().remaining(now);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns the changes since the last call, empty if there are none.
   *
   * @param later the shift to apply to the times that are written, see {@link ClockDrift}
   */
  Optional<ThrottleChange> takeUnwritten(Duration later) {
    lock.lock();
    try {
      if (!changed) {
        return Optional.empty();
      }
      ThrottleSnapshot snapshot = throttle.snapshot(later);
      int counting = snapshot.attempts().size();
      int unwritten = rewrite ? counting : Math.min(counting, added);
      ThrottleChange change = new ThrottleChange(domain, snapshot, unwritten, rewrite);
      changed = false;
      rewrite = false;
      added = 0;
      return Optional.of(change);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Makes the next change rewrite the whole state, because a write failed or the written times
   * shifted.
   */
  void rewriteAll() {
    lock.lock();
    try {
      changed = true;
      rewrite = true;
    } finally {
      lock.unlock();
    }
  }
}
