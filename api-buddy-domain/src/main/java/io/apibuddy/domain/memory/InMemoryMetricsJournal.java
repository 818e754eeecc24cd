package io.apibuddy.domain.memory;

import io.apibuddy.ports.store.MetricsJournal;
import io.apibuddy.ports.store.MetricsRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/** Keeps sums for each minute in memory, until {@link #removeBefore} drops them. */
final class InMemoryMetricsJournal implements MetricsJournal {

  /** What distinguishes the rows of one minute. One is kept for each row, so it holds no more. */
  private record Series(String domain, String method, String outcome, int statusClass) {
    static Series of(MetricsRow row) {
      return new Series(row.domain(), row.method(), row.outcome(), row.statusClass());
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final NavigableMap<Instant, Map<Series, MetricsRow>> minutes = new TreeMap<>();
  private final Lifetime lifetime;

  InMemoryMetricsJournal(Lifetime lifetime) {
    this.lifetime = lifetime;
  }

  @Override
  public void append(Collection<MetricsRow> batch) {
    lifetime.requireOpen();
    lock.lock();
    try {
      for (MetricsRow row : batch) {
        minutes
            .computeIfAbsent(row.minute(), minute -> new LinkedHashMap<>())
            .merge(Series.of(row), row, MetricsRow::plus);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<MetricsRow> summarize(Instant from, Instant to) {
    lifetime.requireOpen();
    List<MetricsRow> rows = new ArrayList<>();
    if (from.isBefore(to)) {
      lock.lock();
      try {
        minutes.subMap(from, to).values().forEach(minute -> rows.addAll(minute.values()));
      } finally {
        lock.unlock();
      }
    }
    return rows;
  }

  @Override
  public long removeBefore(Instant before) {
    lifetime.requireOpen();
    lock.lock();
    try {
      Map<Instant, Map<Series, MetricsRow>> old = minutes.headMap(before);
      long rows = old.values().stream().mapToLong(Map::size).sum();
      old.clear();
      return rows;
    } finally {
      lock.unlock();
    }
  }
}
