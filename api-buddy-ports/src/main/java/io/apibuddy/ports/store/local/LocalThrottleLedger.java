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
 * Decides in memory, a lock for each domain; a store that lasts writes down behind what changed.
 * Safe for concurrent use.
 */
public final class LocalThrottleLedger implements ThrottleLedger {
  private final Runnable requireOpen;

  /** Null if nothing is ever written down. */
  private final @Nullable ClockDrift drift;

  private final Map<String, DomainJournal> domains = new ConcurrentHashMap<>();
  private final ReentrantLock forgetting = new ReentrantLock();
  private final Set<String> forgotten = new LinkedHashSet<>(); // guarded by forgetting

  /**
   * Starts from nothing; nothing is ever written down.
   *
   * @param requireOpen throws if the store is closed
   */
  public LocalThrottleLedger(Runnable requireOpen) {
    this.requireOpen = requireOpen;
    this.drift = null;
  }

  /**
   * Goes on from what was written down; attempts after now are taken as now.
   *
   * @param requireOpen throws if the store is closed
   * @param clock the wall clock, by which the next process reads what is written down
   * @param ticker what the times that it is given run by from now on
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
          if (snapshot.isVoid(now)) {
            forgotten.add(domain);
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
    domains.forEach((domain, journal) -> penalties.put(domain, journal.penaltyLeft(now)));
    penalties.values().removeIf(Duration::isZero);
    return penalties;
  }

  @Override
  public void reset(String domain) {
    requireOpen.run();
    forgetting.lock();
    try {
      if (domains.remove(domain) != null && drift != null) {
        forgotten.add(domain);
      }
    } finally {
      forgetting.unlock();
    }
  }

  /**
   * Returns what changed since the last call, one change for each domain, two for one that was
   * forgotten and has come back; all domains if the wall clock has been set meanwhile, since what
   * is written down has to be read against it. The caller writes the changes down in the order they
   * came, or says {@link #writingFailed}.
   */
  public List<ThrottleChange> takeUnwritten() {
    forgetting.lock();
    try {
      List<ThrottleChange> changes = new ArrayList<>();
      forgotten.forEach(domain -> changes.add(ThrottleChange.forgetting(domain)));
      forgotten.clear();
      if (drift != null && drift.hasChanged()) {
        domains.values().forEach(DomainJournal::writeAnew);
      }
      Duration later = drift == null ? Duration.ZERO : drift.known();
      // whoever has come back after it was forgotten is written down anew
      domains.values().forEach(journal -> journal.takeUnwritten(later).ifPresent(changes::add));
      return changes;
    } finally {
      forgetting.unlock();
    }
  }

  /** Is told that a change was not written down: the next one has all of it. */
  public void writingFailed(ThrottleChange change) {
    forgetting.lock();
    try {
      DomainJournal journal = domains.get(change.domain());
      if (journal != null) {
        journal.writeAnew();
      } else if (drift != null) {
        forgotten.add(change.domain());
      }
    } finally {
      forgetting.unlock();
    }
  }
}
