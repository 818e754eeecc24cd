package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.local.LocalThrottleLedger;
import io.apibuddy.ports.store.local.ThrottleChange;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** Writes changes of the throttle's state in the background. Safe for concurrent use. */
final class ThrottleJournal {
  /** After how many blocks of a domain the blocks that no longer count are dropped. */
  private static final int TRIM_INTERVAL = 64;

  private final Engine engine;
  private final LocalThrottleLedger ledger;
  private final ReentrantLock writing = new ReentrantLock();
  private final Map<String, Integer> sinceTrimmed = new HashMap<>();
  private long block;

  /** Creates a journal; the first block of attempts gets the number after {@code block}. */
  ThrottleJournal(Engine engine, LocalThrottleLedger ledger, long block) {
    this.engine = engine;
    this.ledger = ledger;
    this.block = block;
  }

  /** Writes the changes since the last call. */
  void flush() {
    writing.lock();
    try {
      StoreException failed = null;
      for (ThrottleChange change : ledger.takeUnwritten()) {
        try {
          write(change, ++block);
        } catch (StoreException e) {
          ledger.writingFailed(change);
          failed = e;
        }
      }
      if (failed != null) {
        throw failed;
      }
    } finally {
      writing.unlock();
    }
  }

  private void write(ThrottleChange change, long number) {
    int blocks = sinceTrimmed.merge(change.domain(), 1, Integer::sum);
    boolean trims = blocks >= TRIM_INTERVAL;
    boolean unused =
        engine.call(
            database -> {
              try (Batch batch = database.batch()) {
                ThrottleTable.write(batch, change, number, trims);
                batch.write(Engine.TIMEOUT);
                return true;
              }
            },
            Engine.TIMEOUT);
    if (trims) {
      sinceTrimmed.remove(change.domain());
    }
  }
}
