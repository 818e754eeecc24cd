package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.MetricsJournal;
import io.apibuddy.ports.store.MetricsRow;
import io.apibuddy.ports.store.local.RecordReader;
import io.apibuddy.ports.store.local.RecordWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** Counts in {@link Family#METRICS}, under the minute and what else makes a row. */
final class RocksDbMetricsJournal implements MetricsJournal {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int STEP = 1000;

  /** What makes a row, with the key that it lies under. */
  private record Row(
      Instant minute, String domain, String method, String outcome, int statusClass) {
    static Row of(MetricsRow row) {
      return new Row(row.minute(), row.domain(), row.method(), row.outcome(), row.statusClass());
    }

    byte[] key() {
      return Key.of(minute.getEpochSecond())
          .with(domain)
          .with(method)
          .with(outcome)
          .with((long) statusClass)
          .bytes();
    }

    MetricsRow with(long count, long responseBytes, long durationMillis) {
      return new MetricsRow(
          minute, domain, method, outcome, statusClass, count, responseBytes, durationMillis);
    }
  }

  private final Engine engine;
  private final Turn turn = new Turn(PATIENCE);

  RocksDbMetricsJournal(Engine engine) {
    this.engine = engine;
  }

  @Override
  public void append(Collection<MetricsRow> batch) {
    Map<Row, MetricsRow> sums = new HashMap<>();
    for (MetricsRow row : batch) {
      sums.merge(Row.of(row), row, RocksDbMetricsJournal::sum);
    }
    if (sums.isEmpty()) {
      engine.requireOpen();
      return;
    }
    engine.call(database -> turn.take(() -> add(database, sums)), PATIENCE);
  }

  private static boolean add(Database database, Map<Row, MetricsRow> sums) throws RocksDBException {
    try (Batch batch = database.batch()) {
      for (Map.Entry<Row, MetricsRow> row : sums.entrySet()) {
        byte[] key = row.getKey().key();
        byte[] known = database.get(Family.METRICS, key);
        MetricsRow sum = known == null ? row.getValue() : sum(row.getValue(), decode(known));
        batch.put(Family.METRICS, key, encode(sum));
      }
      batch.write(PATIENCE);
      return true;
    }
  }

  @Override
  public List<MetricsRow> summarize(Instant from, Instant to) {
    byte[] end = Key.of(firstMinute(to)).bytes();
    return engine.read(
        database -> {
          List<MetricsRow> rows = new ArrayList<>();
          try (RocksIterator found = database.iterate(Family.METRICS)) {
            found.seek(Key.of(firstMinute(from)).bytes());
            while (found.isValid() && Arrays.compareUnsigned(found.key(), end) < 0) {
              rows.add(decode(found.value()));
              found.next();
            }
            found.status();
          }
          return rows;
        });
  }

  @Override
  public long removeBefore(Instant before) {
    byte[] end = Key.of(firstMinute(before)).bytes();
    long removed = 0;
    int step = STEP;
    while (step == STEP) {
      step = engine.call(database -> turn.take(() -> remove(database, end)), PATIENCE);
      removed += step;
    }
    return removed;
  }

  private static int remove(Database database, byte[] end) throws RocksDBException {
    try (RocksIterator rows = database.iterate(Family.METRICS);
        Batch batch = database.batch()) {
      rows.seekToFirst();
      while (rows.isValid() && batch.size() < STEP && Arrays.compareUnsigned(rows.key(), end) < 0) {
        batch.delete(Family.METRICS, rows.key());
        rows.next();
      }
      rows.status();
      batch.write(PATIENCE);
      return batch.size();
    }
  }

  /** Returns the first minute that does not begin before {@code instant}, in seconds since 1970. */
  private static long firstMinute(Instant instant) {
    return instant.getNano() == 0 ? instant.getEpochSecond() : instant.getEpochSecond() + 1;
  }

  private static MetricsRow sum(MetricsRow one, MetricsRow other) {
    return Row.of(one)
        .with(
            one.count() + other.count(),
            one.responseBytes() + other.responseBytes(),
            one.durationMillis() + other.durationMillis());
  }

  private static byte[] encode(MetricsRow row) {
    return new RecordWriter()
        .add(row.minute().getEpochSecond())
        .add(row.domain())
        .add(row.method())
        .add(row.outcome())
        .add(row.statusClass())
        .add(row.count())
        .add(row.responseBytes())
        .add(row.durationMillis())
        .bytes();
  }

  private static MetricsRow decode(byte[] value) {
    RecordReader in = new RecordReader(value);
    Instant minute = Instant.ofEpochSecond(in.longValue());
    Row row = new Row(minute, in.text(), in.text(), in.text(), in.intValue());
    return row.with(in.longValue(), in.longValue(), in.longValue());
  }
}
