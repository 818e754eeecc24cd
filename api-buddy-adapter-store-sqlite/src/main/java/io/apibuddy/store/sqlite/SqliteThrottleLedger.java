package io.apibuddy.store.sqlite;

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
import java.util.concurrent.ConcurrentHashMap;

/** Decides in memory, a lock for each domain, and has what changed written down behind. */
final class SqliteThrottleLedger implements ThrottleLedger {
  private final Writer writer;
  private final RateLimitedNotices notices;
  private final Map<String, DomainJournal> domains = new ConcurrentHashMap<>();

  /** Goes on from what was written down; attempts after {@code now} are taken as now. */
  SqliteThrottleLedger(
      Writer writer, RateLimitedNotices notices, Map<String, ThrottleSnapshot> known, Instant now) {
    this.writer = writer;
    this.notices = notices;
    known.forEach(
        (domain, snapshot) ->
            domains.put(domain, new DomainJournal(domain, DomainThrottle.restored(snapshot, now))));
  }

  @Override
  public ThrottleDecision tryAcquire(
      String domain, List<RateLimit> limits, PenaltyRule penaltyRule, Instant now) {
    writer.requireOpen();
    return domains
        .computeIfAbsent(domain, name -> new DomainJournal(name, new DomainThrottle()))
        .tryAcquire(limits, penaltyRule, now);
  }

  @Override
  public ThrottleState state(String domain, List<RateLimit> limits, Instant now) {
    writer.requireOpen();
    DomainJournal journal = domains.get(domain);
    return journal == null ? new DomainThrottle().state(limits, now) : journal.state(limits, now);
  }

  @Override
  public void reset(String domain) {
    writer.requireOpen();
    DomainJournal journal = domains.get(domain);
    if (journal != null) {
      journal.reset();
    }
  }

  /** Queues what changed since the last call; never waits for the disk. */
  void flush() {
    for (DomainJournal journal : domains.values()) {
      journal.changes(notices).ifPresent(writer::force);
    }
  }
}
