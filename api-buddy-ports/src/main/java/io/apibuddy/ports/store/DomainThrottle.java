package io.apibuddy.ports.store;

import io.apibuddy.ports.time.Extremes;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/**
 * The throttle of one domain: a sliding window log with progressive penalties, as {@link
 * ThrottleLedger} describes. It works in memory and has no clock of its own. For use by one thread
 * at a time: a ledger guards each domain with its own lock.
 *
 * <p>It remembers as many attempts as the largest limit allows, at 8 bytes each, and none older
 * than the longest window. If a limit is raised or its window lengthened at runtime, it is exact
 * for attempts made from then on.
 */
public final class DomainThrottle {
  private final SlidingWindowLog attempts = new SlidingWindowLog();
  private Penalty penalty = Penalty.NONE;

  /** Creates the throttle of a domain without attempts. */
  public DomainThrottle() {}

  /** Restores a throttle from a snapshot; attempts after {@code now} count as made now. */
  public static DomainThrottle restored(ThrottleSnapshot snapshot, Instant now) {
    DomainThrottle restored = new DomainThrottle();
    long latest = Nanos.of(now);
    for (Instant attempt : snapshot.attempts()) {
      restored.attempts.add(Math.min(Nanos.of(attempt), latest));
    }
    restored.penalty = snapshot.penalty().notAfter(now);
    return restored;
  }

  /**
   * Returns a snapshot from which a store can restore this throttle. Later changes do not affect
   * it.
   */
  public ThrottleSnapshot snapshot() {
    return snapshot(Duration.ZERO);
  }

  /** Returns a {@link #snapshot()} with all times shifted by {@code later} (may be negative). */
  public ThrottleSnapshot snapshot(Duration later) {
    return new ThrottleSnapshot(new Instants(attempts.toArray(), later), penalty.moved(later));
  }

  /** Returns the penalty state of the domain. */
  public Penalty penalty() {
    return penalty;
  }

  /** Grants and counts one attempt if every limit has room and no penalty is left. */
  public ThrottleDecision tryAcquire(List<RateLimit> limits, PenaltyRule rule, Instant now) {
    if (limits.isEmpty()) {
      return ThrottleDecision.GRANTED;
    }
    long time = Nanos.of(now);
    penalty = isPenaltyInForce(limits, now) ? penalty.atMost(rule.maximum()) : Penalty.NONE;
    long freeAt = slotFreeAt(limits, time);
    if (freeAt <= time && penalty.remaining(now).isZero()) {
      attempts.add(time);
      discardOldAttempts(limits, time);
      penalty = penalty.granted();
      return ThrottleDecision.GRANTED;
    }
    if (rule.patient()) {
      Duration remaining = penalty.remaining(now);
      Duration untilFree = Duration.between(now, Nanos.instant(freeAt));
      return new ThrottleDecision.Refused(Extremes.max(remaining, untilFree), remaining);
    }
    penalty = penalty.refused(now, Nanos.instant(freeAt), rule.maximum(), longestWindow(limits));
    return new ThrottleDecision.Refused(
        Duration.between(now, penalty.waitUntil()), penalty.remaining(now));
  }

  /** Starts a penalty that is not due to a violation, unless one that ends later is in force. */
  public void pause(Duration length, Instant now) {
    Instant end = now.plus(length);
    if (end.isAfter(penalty.end())) {
      penalty = new Penalty(length, now, end, true);
    }
  }

  /** Returns the current state without changing it. */
  public ThrottleState state(List<RateLimit> limits, Instant now) {
    long time = Nanos.of(now);
    return new ThrottleState(
        limits.stream().map(limit -> used(limit, time)).toList(),
        isPenaltyInForce(limits, now) ? penalty.remaining(now) : Duration.ZERO);
  }

  /**
   * Returns whether the remaining penalty, if any, applies under these limits: one of them was full
   * at the violation, which the attempts still show, because none was granted since. A domain
   * without attempts can only have a pause, which applies under any limits.
   */
  private boolean isPenaltyInForce(List<RateLimit> limits, Instant now) {
    if (attempts.size() == 0 || penalty.remaining(now).isZero()) {
      return true;
    }
    long violation = Nanos.of(penalty.since());
    for (RateLimit limit : limits) {
      if (used(limit, violation) >= limit.requests()) {
        return true;
      }
    }
    return false;
  }

  /** Returns the time at which every limit has room; at most {@code time} if it has room now. */
  private long slotFreeAt(List<RateLimit> limits, long time) {
    long freeAt = time;
    for (RateLimit limit : limits) {
      if (attempts.size() >= limit.requests()) {
        long blocking = attempts.newest(limit.requests());
        freeAt = Math.max(freeAt, Nanos.plus(blocking, limit.window()));
      }
    }
    return freeAt;
  }

  private long used(RateLimit limit, long time) {
    return attempts.countAfter(Nanos.minus(time, limit.window()));
  }

  private void discardOldAttempts(List<RateLimit> limits, long time) {
    long maxRequests = 0;
    for (RateLimit limit : limits) {
      maxRequests = Math.max(maxRequests, limit.requests());
    }
    int counting = attempts.countAfter(Nanos.minus(time, longestWindow(limits)));
    attempts.keepNewest(Math.min(maxRequests, counting));
  }

  private static Duration longestWindow(List<RateLimit> limits) {
    Duration longest = Duration.ZERO;
    for (RateLimit limit : limits) {
      longest = Extremes.max(limit.window(), longest);
    }
    return longest;
  }

  /** A list of instants that needs 8 bytes for each. */
  private static final class Instants extends AbstractList<Instant> implements RandomAccess {
    private final long[] nanos;
    private final Duration later;

    Instants(long[] nanos, Duration later) {
      this.nanos = nanos;
      this.later = later;
    }

    @Override
    public Instant get(int index) {
      return Nanos.instant(nanos[index]).plus(later);
    }

    @Override
    public int size() {
      return nanos.length;
    }
  }
}
