package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.DomainThrottle;
import io.apibuddy.ports.store.PenaltyRule;
import io.apibuddy.ports.store.RateLimit;
import io.apibuddy.ports.store.ThrottleDecision;
import io.apibuddy.ports.store.ThrottleSnapshot;
import io.apibuddy.ports.store.ThrottleState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** One domain's throttle and what of it is not written down yet. Safe for concurrent use. */
final class DomainJournal {
  private final String domain;
  private final ReentrantLock lock = new ReentrantLock();
  private DomainThrottle throttle;
  private List<Instant> granted = new ArrayList<>();
  private boolean changed;
  private boolean rewrite = true;

  /** Takes over {@code throttle}; the first change writes all of it down anew. */
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
          granted.add(now);
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

  void reset() {
    lock.lock();
    try {
      throttle = new DomainThrottle();
      changed = true;
      rewrite = true;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the operation that writes down what changed since the last call. */
  Optional<Operation> changes(RateLimitedNotices notices) {
    lock.lock();
    try {
      if (!changed) {
        return Optional.empty();
      }
      ThrottleSnapshot snapshot = throttle.snapshot();
      ThrottleUpdate update =
          new ThrottleUpdate(
              domain,
              snapshot,
              rewrite ? snapshot.attempts() : granted,
              rewrite,
              failure -> {
                notices.lost("the throttle's state", failure);
                rewriteLater();
              });
      granted = new ArrayList<>();
      changed = false;
      rewrite = false;
      return Optional.of(update);
    } finally {
      lock.unlock();
    }
  }

  private void rewriteLater() {
    lock.lock();
    try {
      changed = true;
      rewrite = true;
    } finally {
      lock.unlock();
    }
  }
}
