package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.local.LocalThrottleLedger;
import io.apibuddy.ports.store.local.StoreNotices;
import io.apibuddy.ports.store.local.ThrottleChange;

/** Has written down behind the callers' backs what changed in the throttle. */
final class ThrottleJournal {
  private final Writer writer;
  private final StoreNotices notices;
  private final LocalThrottleLedger ledger;

  ThrottleJournal(Writer writer, StoreNotices notices, LocalThrottleLedger ledger) {
    this.writer = writer;
    this.notices = notices;
    this.ledger = ledger;
  }

  /** Queues what changed since the last call; never waits for the disk. */
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
