package com.example.files;

import io.apibuddy.ports.store.ConfigHistory;
import io.apibuddy.ports.store.ConfigRevision;
import io.apibuddy.ports.store.MetricsJournal;
import io.apibuddy.ports.store.MetricsRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts and configurations, held in memory and saved in the background. */
final class Books implements MetricsJournal, ConfigHistory {
  final Map<MetricsRow, MetricsRow> minutes = new HashMap<>();
  final List<ConfigRevision> revisions = new ArrayList<>();
  private final Guard guard;
  private boolean changed;

  Books(Guard guard) {
    this.guard = guard;
  }

  /** Returns whether there is something to save; to be called under the lock. */
  boolean takeChanged() {
    boolean unsaved = changed;
    changed = false;
    return unsaved;
  }

  @Override
  public void append(Collection<MetricsRow> batch) {
    guard.locked(
        () -> {
          changed = true;
          batch.forEach(row -> minutes.merge(row.uncounted(), row, MetricsRow::plus));
          return null;
        });
  }

  @Override
  public List<MetricsRow> summarize(Instant from, Instant to) {
    return guard.locked(
        () ->
            minutes.values().stream()
                .filter(row -> !row.minute().isBefore(from) && row.minute().isBefore(to))
                .sorted(Comparator.comparing(MetricsRow::minute))
                .toList());
  }

  @Override
  public long removeBefore(Instant before) {
    return guard.locked(
        () -> {
          changed = true;
          long all = minutes.size();
          minutes.values().removeIf(row -> row.minute().isBefore(before));
          return all - minutes.size();
        });
  }

  @Override
  public ConfigRevision append(Instant at, String author, String document) {
    return guard.locked(
        () -> {
          changed = true;
          long last = revisions.stream().mapToLong(ConfigRevision::number).max().orElse(0);
          ConfigRevision revision = new ConfigRevision(last + 1, at, author, document);
          revisions.add(revision);
          revisions.removeIf(one -> one.number() <= revision.number() - MAX_REVISIONS);
          return revision;
        });
  }

  @Override
  public List<ConfigRevision> list(int limit) {
    return guard.locked(
        () ->
            revisions.stream()
                .sorted(Comparator.comparingLong(ConfigRevision::number).reversed())
                .limit(limit)
                .toList());
  }
}
