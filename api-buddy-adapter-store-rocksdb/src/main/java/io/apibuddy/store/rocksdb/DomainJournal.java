package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.DomainThrottle;
import io.apibuddy.ports.store.PenaltyRule;
import io.apibuddy.ports.store.RateLimit;
import io.apibuddy.ports.store.ThrottleDecision;
import io.apibuddy.ports.store.ThrottleSnapshot;
import io.apibuddy.ports.store.ThrottleState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** One domain's throttle and how much of it is not written down yet. Safe for concurrent use. */
final class DomainJournal {

  /**
   * What is to be written down.
   *
   * @param snapshot how the domain stands
   * @param added how many of its newest attempts are not written down; -1 if nothing is that counts
   */
  record Unwritten(ThrottleSnapshot snapshot, int added) {}

  private static final int ALL = -1;

  private final ReentrantLock lock = new ReentrantLock();
  private DomainThrottle throttle;
  private boolean changed;
  private int added = ALL;

  DomainJournal(DomainThrottle throttle) {
    this.throttle = throttle;
  }

  ThrottleDecision tryAcquire(List<RateLimit> limits, PenaltyRule rule, Instant now) {
    lock.lock();
    try {
      ThrottleDecision decision = throttle.tryAcquire(limits, rule, now);
      if (!limits.isEmpty()) {
        changed = true;
        if (added != ALL && decision instanceof ThrottleDecision.Granted) {
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

  void reset() {
    lock.lock();
    try {
      throttle = new DomainThrottle();
      rewrite();
    } finally {
      lock.unlock();
    }
  }

  /** Returns what changed since the last call, empty if nothing did. */
  Optional<Unwritten> takeUnwritten() {
    lock.lock();
    try {
      if (!changed) {
        return Optional.empty();
      }
      Unwritten unwritten = new Unwritten(throttle.snapshot(), added);
      changed = false;
      added = 0;
      return Optional.of(unwritten);
    } finally {
      lock.unlock();
    }
  }

  /** Has all of it written down again: a write failed. */
  void writingFailed() {
    lock.lock();
    try {
      rewrite();
    } finally {
      lock.unlock();
    }
  }

  private void rewrite() {
    changed = true;
    added = ALL;
  }
}
