package io.apibuddy.ports.store.local;

import io.apibuddy.ports.store.DomainThrottle;
import io.apibuddy.ports.store.PenaltyRule;
import io.apibuddy.ports.store.RateLimit;
import io.apibuddy.ports.store.ThrottleDecision;
import io.apibuddy.ports.store.ThrottleLedger;
import io.apibuddy.ports.store.ThrottleSnapshot;
import io.apibuddy.ports.store.ThrottleState;
import io.apibuddy.ports.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A throttle ledger that decides in memory, with one lock for each domain. A persistent store
 * writes the changes in the background. Safe for concurrent use.
 */
public final class LocalThrottleLedger implements ThrottleLedger {
  private final Runnable requireOpen;

  /** Null if nothing is ever persisted. */
  private final @Nullable ClockDrift drift;

  private final Map<String, DomainJournal> domains = new ConcurrentHashMap<>();
  private final ReentrantLock resetLock = new ReentrantLock();
  private final Set<String> resetDomains = new LinkedHashSet<>(); // guarded by resetLock

  /**
   * Creates an empty ledger that is never persisted.
   *
   * @param requireOpen throws if the store is closed
   */
  public LocalThrottleLedger(Runnable requireOpen) {
    this.requireOpen = requireOpen;
    this.drift = null;
  }

  /**
   * Restores a ledger; attempts later than now count as made now.
   *
   * @param requireOpen throws if the store is closed
   * @param known the persisted state of each domain
   * @param clock the wall clock, by which the next process reads the persisted times
   * @param ticker the monotonic clock that drives the times passed to this ledger
   */
  public LocalThrottleLedger(
      Runnable requireOpen,
      Map<String, ThrottleSnapshot> known,
      InstantSource clock,
      Ticker ticker) {
    this.requireOpen = requireOpen;
    this.drift = new ClockDrift(clock, ticker);
    Instant now = drift.start();
    known.forEach(
        (domain, snapshot) -> {
          if (snapshot.isEmpty(now)) {
            resetDomains.add(domain);
          } else {
            domains.put(domain, new DomainJournal(domain, DomainThrottle.restored(snapshot, now)));
          }
        });
  }

  @Override
  public ThrottleDecision tryAcquire(
      String domain, List<RateLimit> limits, PenaltyRule penaltyRule, Instant now) {
    requireOpen.run();
    return journal(domain).tryAcquire(limits, penaltyRule, now);
  }

  private DomainJournal journal(String domain) {
    return domains.computeIfAbsent(domain, name -> new DomainJournal(name, new DomainThrottle()));
  }

  @Override
  public ThrottleState state(String domain, List<RateLimit> limits, Instant now) {
    requireOpen.run();
    DomainJournal journal = domains.get(domain);
    return journal == null ? new DomainThrottle().state(limits, now) : journal.state(limits, now);
  }

  @Override
  public void pause(String domain, Duration length, Instant now) {
    requireOpen.run();
    journal(domain).pause(length, now);
  }

  @Override
  public Map<String, Duration> penalties(Instant now) {
    requireOpen.run();
    Map<String, Duration> penalties = new HashMap<>();
    domains.forEach((domain, journal) -> penalties.put(domain, journal.remainingPenalty(now)));
    penalties.values().removeIf(Duration::isZero);
    return penalties;
  }

  @Override
  public void reset(String domain) {
    requireOpen.run();
    resetLock.lock();
    try {
      if (domains.remove(domain) != null && drift != null) {
        resetDomains.add(domain);
      }
    } finally {
      resetLock.unlock();
    }
  }

  /**
   * Returns the changes since the last call: one for each changed domain, two for one that was
   * reset and used again. If the wall clock was set meanwhile, all domains are included, since the
   * persisted times are read by that clock. The caller writes the changes in this order or reports
   * {@link #writingFailed}.
   */
  public List<ThrottleChange> takeUnwritten() {
    resetLock.lock();
    try {
      List<ThrottleChange> changes = new ArrayList<>();
      resetDomains.forEach(domain -> changes.add(ThrottleChange.deletion(domain)));
      resetDomains.clear();
      if (drift != null && drift.hasChanged()) {
        domains.values().forEach(DomainJournal::rewriteAll);
      }
      Duration later = drift == null ? Duration.ZERO : drift.known();
      // a domain that is used again after a reset is rewritten in full
      domains.values().forEach(journal -> journal.takeUnwritten(later).ifPresent(changes::add));
      return changes;
    } finally {
      resetLock.unlock();
    }
  }

  /** Reports that a change was not written; the domain's next change then has its whole state. */
  public void writingFailed(ThrottleChange change) {
    resetLock.lock();
    try {
      DomainJournal journal = domains.get(change.domain());
      if (journal != null) {
        journal.rewriteAll();
      } else if (drift != null) {
        resetDomains.add(change.domain());
      }
    } finally {
      resetLock.unlock();
    }
  }
}
