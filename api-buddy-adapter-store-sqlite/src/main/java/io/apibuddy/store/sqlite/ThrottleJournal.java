package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.local.LocalThrottleLedger;
import io.apibuddy.ports.store.local.StoreNotices;
import io.apibuddy.ports.store.local.ThrottleChange;

/** Persists changes of the throttle in the background. */
final class ThrottleJournal {
  private final Writer writer;
  private final StoreNotices notices;
  private final LocalThrottleLedger ledger;

  ThrottleJournal(Writer writer, StoreNotices notices, LocalThrottleLedger ledger) {
    this.writer = writer;
    this.notices = notices;
    this.ledger = ledger;
  }

  /** Queues the changes since the last call; never waits for the disk. */
  void flush() {
    for (ThrottleChange change : ledger.takeUnwritten()) {
      writer.force(
          new ThrottleUpdate(
              change,
              failure -> {
                notices.failed("the throttle's state was not stored", failure);
                ledger.writingFailed(change);
              }));
    }
  }
}
