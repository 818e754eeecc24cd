package io.apibuddy.domain.exchange;

import io.apibuddy.domain.store.Interval;
import io.apibuddy.ports.store.MetricsJournal;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.local.StoreNotices;
import io.apibuddy.ports.time.Ticker;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Flushes the tally to the journal at intervals, and removes rows past their retention. Counts wait
 * while the journal fails. For use by one thread.
 */
final class JournalUpkeep {
  private static final Duration REPORT_INTERVAL = Duration.ofSeconds(10);
  private static final Duration REMOVAL_INTERVAL = Duration.ofHours(1);

  private static final String FAILED = "Counts of exchanges wait for the store";

  private final MetricsJournal journal;
  private final ExchangeTally tally;
  private final StoreNotices notices;
  private final InstantSource clock;
  private final Interval sinceReport;
  private final Interval sinceRemoval;

  JournalUpkeep(
      MetricsJournal journal,
      ExchangeTally tally,
      StoreNotices notices,
      InstantSource clock,
      Ticker ticker) {
    this.journal = journal;
    this.tally = tally;
    this.notices = notices;
    this.clock = clock;
    this.sinceReport = new Interval(ticker);
    this.sinceRemoval = new Interval(ticker);
  }

  /**
   * Does what is due.
   *
   * @param retention how long rows are kept
   */
  void run(Duration retention) {
    if (sinceReport.isOver(REPORT_INTERVAL)) {
      report();
      sinceReport.begin();
    }
    if (sinceRemoval.isOver(REMOVAL_INTERVAL)) {
      attempt(() -> journal.removeBefore(clock.instant().minus(retention)));
      sinceRemoval.begin();
    }
  }

  /** Flushes what was counted since the last report. */
  void report() {
    attempt(() -> tally.report(journal, clock.instant()));
  }

  private void attempt(Runnable work) {
    try {
      work.run();
    } catch (Exception | LinkageError e) {
      notices.failed(FAILED, StoreException.of(e));
    }
  }
}
