package io.apibuddy.bootstrap.meter;

import io.apibuddy.bootstrap.metrics.Day;
import io.apibuddy.ports.store.MetricsJournal;
import io.apibuddy.ports.store.MetricsRow;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The last days of traffic, read from the store's journal and so including earlier runs. A day that
 * is over is summed up only once. Safe for concurrent use.
 */
public final class MetricsHistory {
  /** The number of days in the history, today included. */
  static final int DAYS = 30;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<LocalDate, Day> completedDays = new HashMap<>(); // guarded by lock
  private final MetricsJournal journal;
  private final InstantSource clock;

  /** Creates a history of {@code journal}, which may lag behind by a few seconds. */
  public MetricsHistory(MetricsJournal journal, InstantSource clock) {
    this.journal = journal;
    this.clock = clock;
  }

  /**
   * Returns the days that had exchanges, the oldest first.
   *
   * @throws io.apibuddy.ports.store.StoreException if the journal cannot be read
   */
  public List<Day> days() {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    List<Day> days = new ArrayList<>();
    lock.lock();
    try {
      completedDays.keySet().removeIf(date -> date.isBefore(today.minusDays(DAYS)));
      for (LocalDate date = today.minusDays(DAYS - 1);
          !date.isAfter(today);
          date = date.plusDays(1)) {
        // Yesterday's last exchanges may not be in the journal yet.
        boolean completed = date.isBefore(today.minusDays(1));
        Day day = completed ? completedDays.computeIfAbsent(date, this::sum) : sum(date);
        if (day.totalRequests() > 0) {
          days.add(day);
        }
      }
    } finally {
      lock.unlock();
    }
    return days;
  }

  private Day sum(LocalDate date) {
    Instant from = date.atStartOfDay(ZoneOffset.UTC).toInstant();
    Instant to = date.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    Day day = Day.empty(date);
    for (MetricsRow row : journal.summarize(from, to)) {
      if (!row.domain().equals(MetricsRow.NO_DOMAIN)) {
        day =
            day.plus(
                row.count(), AliasMeter.isHit(row.outcome()), AliasMeter.isSaved(row.outcome()));
      }
    }
    return day;
  }
}
