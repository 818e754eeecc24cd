package io.apibuddy.ports.store.local;

import io.apibuddy.ports.store.DomainThrottle;
import io.apibuddy.ports.store.PenaltyRule;
import io.apibuddy.ports.store.RateLimit;
import io.apibuddy.ports.store.ThrottleDecision;
import io.apibuddy.ports.store.ThrottleLedger;
import io.apibuddy.ports.store.ThrottleSnapshot;
import io.apibuddy.ports.store.ThrottleState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Decides in memory, a lock for each domain; a store that lasts writes down behind what changed.
 * Safe for concurrent use.
 */
public final class LocalThrottleLedger implements ThrottleLedger {
  private final Runnable requireOpen;
  private final Map<String, DomainJournal> domains = new ConcurrentHashMap<>();

  /**
   * Starts from nothing.
   *
   * @param requireOpen throws if the store is closed
   */
  public LocalThrottleLedger(Runnable requireOpen) {
    this(requireOpen, Map.of(), Instant.EPOCH);
  }

  /**
   * Goes on from what was written down; attempts after {@code now} are taken as now.
   *
   * @param requireOpen throws if the store is closed
   */
  public LocalThrottleLedger(
      Runnable requireOpen, Map<String, ThrottleSnapshot> known, Instant now) {
    this.requireOpen = requireOpen;
    known.forEach(
        (domain, snapshot) ->
            domains.put(domain, new DomainJournal(domain, DomainThrottle.restored(snapshot, now))));
  }

  @Override
  public ThrottleDecision tryAcquire(
      String domain, List<RateLimit> limits, PenaltyRule penaltyRule, Instant now) {
    requireOpen.run();
    return domains
        .computeIfAbsent(domain, name -> new DomainJournal(name, new DomainThrottle()))
        .tryAcquire(limits, penaltyRule, now);
  }

  @Override
  public ThrottleState state(String domain, List<RateLimit> limits, Instant now) {
    requireOpen.run();
    DomainJournal journal = domains.get(domain);
    return journal == null ? new DomainThrottle().state(limits, now) : journal.state(limits, now);
  }

  @Override
  public void reset(String domain) {
    requireOpen.run();
    DomainJournal journal = domains.get(domain);
    if (journal != null) {
      journal.reset();
    }
  }

  /**
   * Returns what changed since the last call, one change for each domain. The caller writes the
   * changes down in the order they came, or says {@link #writingFailed}.
   */
  public List<ThrottleChange> takeUnwritten() {
    return domains.values().stream()
        .map(DomainJournal::takeUnwritten)
        .flatMap(Optional::stream)
        .toList();
  }

  /** Is told that a change was not written down: the next one has all of it. */
  public void writingFailed(ThrottleChange change) {
    DomainJournal journal = domains.get(change.domain());
    if (journal != null) {
      journal.writingFailed();
    }
  }
}
