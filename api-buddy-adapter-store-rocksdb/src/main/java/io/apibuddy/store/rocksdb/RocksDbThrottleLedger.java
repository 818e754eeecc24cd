package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.DomainThrottle;
import io.apibuddy.ports.store.PenaltyRule;
import io.apibuddy.ports.store.RateLimit;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.ThrottleDecision;
import io.apibuddy.ports.store.ThrottleLedger;
import io.apibuddy.ports.store.ThrottleSnapshot;
import io.apibuddy.ports.store.ThrottleState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Decides in memory, a lock for each domain, and writes down behind what changed. */
final class RocksDbThrottleLedger implements ThrottleLedger {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Engine engine;
  private final Map<String, DomainJournal> domains = new ConcurrentHashMap<>();
  private final ReentrantLock writing = new ReentrantLock();
  private long block;

  /**
   * Goes on from what was written down; attempts after {@code now} are taken as now.
   *
   * @param block blocks of attempts get the numbers after it
   */
  RocksDbThrottleLedger(
      Engine engine, Map<String, ThrottleSnapshot> known, Instant now, long block) {
    this.engine = engine;
    this.block = block;
    known.forEach(
        (domain, snapshot) ->
            domains.put(domain, new DomainJournal(DomainThrottle.restored(snapshot, now))));
  }

  @Override
  public ThrottleDecision tryAcquire(
      String domain, List<RateLimit> limits, PenaltyRule penaltyRule, Instant now) {
    engine.requireOpen();
    return domains
        .computeIfAbsent(domain, unused -> new DomainJournal(new DomainThrottle()))
        .tryAcquire(limits, penaltyRule, now);
  }

  @Override
  public ThrottleState state(String domain, List<RateLimit> limits, Instant now) {
    engine.requireOpen();
    DomainJournal journal = domains.get(domain);
    return journal == null ? new DomainThrottle().state(limits, now) : journal.state(limits, now);
  }

  @Override
  public void reset(String domain) {
    engine.requireOpen();
    DomainJournal journal = domains.get(domain);
    if (journal != null) {
      journal.reset();
    }
  }

  /** Writes down what changed since the last call. */
  void flush() {
    writing.lock();
    try {
      writeDown();
    } finally {
      writing.unlock();
    }
  }

  private void writeDown() {
    for (Map.Entry<String, DomainJournal> domain : domains.entrySet()) {
      Optional<DomainJournal.Unwritten> unwritten = domain.getValue().takeUnwritten();
      if (unwritten.isPresent()) {
        try {
          write(domain.getKey(), unwritten.get());
        } catch (StoreException e) {
          domain.getValue().writingFailed();
          throw e;
        }
      }
    }
  }

  private void write(String domain, DomainJournal.Unwritten unwritten) {
    long number = ++block;
    engine.call(
        database -> {
          try (Batch batch = database.batch()) {
            ThrottleTable.write(batch, domain, unwritten, number);
            batch.write(PATIENCE);
            return true;
          }
        },
        PATIENCE);
  }
}
