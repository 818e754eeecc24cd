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

/** One domain's throttle and how much of it is not written down yet. Safe for concurrent use. */
final class DomainJournal {
  private final String domain;
  private final ReentrantLock lock = new ReentrantLock();
  private final DomainThrottle throttle;
  private boolean changed;
  private boolean anew = true;
  private int added;

  /** Takes over {@code throttle}; the first change has all of it written down anew. */
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
        if (!anew && decision instanceof ThrottleDecision.Granted) {
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

  Duration penaltyLeft(Instant now) {
    lock.lock();
    try {
      return throttle.penalty().left(now);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns what changed since the last call, empty if nothing did.
   *
   * @param later by how much the times that are written down differ from those it was given
   */
  Optional<ThrottleChange> takeUnwritten(Duration later) {
    lock.lock();
    try {
      if (!changed) {
        return Optional.empty();
      }
      ThrottleSnapshot snapshot = throttle.snapshot(later);
      int counting = snapshot.attempts().size();
      int news = anew ? counting : Math.min(counting, added);
      ThrottleChange change = new ThrottleChange(domain, snapshot, news, anew);
      changed = false;
      anew = false;
      added = 0;
      return Optional.of(change);
    } finally {
      lock.unlock();
    }
  }

  /** Has all of it written down again: a write failed, or the times that were written moved. */
  void writeAnew() {
    lock.lock();
    try {
      changed = true;
      anew = true;
    } finally {
      lock.unlock();
    }
  }
}
