package io.apibuddy.domain.exchange;

import io.apibuddy.ports.event.CacheOutcome;
import io.apibuddy.ports.store.MetricsJournal;
import io.apibuddy.ports.store.MetricsRow;
import io.apibuddy.ports.store.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts completed exchanges by minute and kind between two reports to the journal, so that an
 * exchange writes nothing. The tally loses no count and takes no lock: sums only grow, and the part
 * that was reported is kept beside them. {@link #add} is safe for concurrent use, {@link #report}
 * is for one thread at a time.
 */
final class ExchangeTally {
  /** Stands for all other methods: clients may invent any number, but rows must stay few. */
  static final String OTHER_METHOD = "OTHER";

  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "CONNECT", "TRACE");
  private static final long MINUTE = 60_000;

  /** No exchange that is still being counted belongs to a minute further back than this. */
  private static final int MINUTES_OPEN = 2;

  /** How many unreported kinds are kept at most while the journal refuses them. */
  private static final int MAX_KINDS = 10_000;

  private record Kind(
      long minute, String domain, String method, CacheOutcome outcome, int statusClass) {

    // Written out: the method that a record generates is linked during the first answer of a
    // process.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Kind that
          && is(that.minute, that.domain, that.method, that.outcome, that.statusClass);
    }

    /** Returns whether the kind has these components, in their order. */
    boolean is(long itsMinute, String itsDomain, String itsMethod, CacheOutcome its, int itsClass) {
      return minute == itsMinute
          && domain.equals(itsDomain)
          && method.equals(itsMethod)
          && outcome == its
          && statusClass == itsClass;
    }

    @Override
    public int hashCode() {
      int hash = 31 * Long.hashCode(minute) + domain.hashCode();
      return 31 * (31 * (31 * hash + method.hashCode()) + outcome.hashCode()) + statusClass;
    }
  }

  private final Map<Kind, Sums> tally = new ConcurrentHashMap<>();

  /**
   * The sums that were used last. The next exchange is usually of the same kind and then needs no
   * key to find them. The race is benign: a thread that finds sums of another kind looks up its
   * own.
   */
  private @Nullable Sums latest;

  /** Returns the name that a method is counted under. */
  static String counted(String method) {
    return METHODS.contains(method) ? method : OTHER_METHOD;
  }

  /** Counts an exchange that ended at {@code endedAt}, in milliseconds since 1970. */
  void add(
      long endedAt,
      @Nullable String domain,
      String method,
      CacheOutcome outcome,
      int status,
      long bytes,
      long millis) {
    long minute = Math.floorDiv(endedAt, MINUTE);
    String shown = domain == null ? MetricsRow.NO_DOMAIN : domain;
    String counted = counted(method);
    Sums sums = latest;
    if (sums == null || !sums.kind.is(minute, shown, counted, outcome, status / 100)) {
      sums = sums(new Kind(minute, shown, counted, outcome, status / 100));
    }
    if (sums != null) {
      sums.add(bytes, millis);
    }
  }

  private @Nullable Sums sums(Kind kind) {
    Sums sums = tally.get(kind);
    if (sums == null) {
      if (tally.size() >= MAX_KINDS) {
        return null;
      }
      sums = tally.computeIfAbsent(kind, Sums::new);
    }
    latest = sums;
    return sums;
  }

  /**
   * Appends to the journal what was counted since the last report.
   *
   * @throws StoreException if the journal refuses the rows; they stay to be reported
   */
  void report(MetricsJournal journal, Instant now) {
    List<MetricsRow> rows = new ArrayList<>();
    List<Sums> reported = new ArrayList<>();
    tally.forEach(
        (kind, sums) -> {
          MetricsRow row = sums.unreported();
          if (row.count() > 0) {
            rows.add(row);
            reported.add(sums);
          }
        });
    if (!rows.isEmpty()) {
      journal.append(rows);
    }
    for (int i = 0; i < rows.size(); i++) {
      reported.get(i).reported(rows.get(i));
    }
    long oldest = Math.floorDiv(now.toEpochMilli(), MINUTE) - MINUTES_OPEN;
    tally
        .entrySet()
        .removeIf(
            entry ->
                entry.getKey().minute() < oldest && entry.getValue().unreported().count() == 0);
    latest = null; // may have been removed
  }

  /** Sums that only grow, and the part of them that was reported. */
  private static final class Sums {
    private final Kind kind;
    private final LongAdder count = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder millis = new LongAdder();
    private long reportedCount;
    private long reportedBytes;
    private long reportedMillis;

    Sums(Kind kind) {
      this.kind = kind;
    }

    /** Increments the count last, so that no exchange is seen without its bytes and time. */
    void add(long moreBytes, long moreMillis) {
      bytes.add(moreBytes);
      millis.add(moreMillis);
      count.increment();
    }

    MetricsRow unreported() {
      return new MetricsRow(
          Instant.ofEpochMilli(kind.minute() * MINUTE),
          kind.domain(),
          kind.method(),
          kind.outcome().name(),
          kind.statusClass(),
          count.sum() - reportedCount,
          bytes.sum() - reportedBytes,
          millis.sum() - reportedMillis);
    }

    void reported(MetricsRow row) {
      reportedCount += row.count();
      reportedBytes += row.responseBytes();
      reportedMillis += row.durationMillis();
    }
  }
}
