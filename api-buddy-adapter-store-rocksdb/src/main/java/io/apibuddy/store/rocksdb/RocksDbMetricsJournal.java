package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.MetricsJournal;
import io.apibuddy.ports.store.MetricsRow;
import io.apibuddy.ports.store.local.RecordReader;
import io.apibuddy.ports.store.local.RecordWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * The counts of exchanges in {@link ColumnFamily#METRICS}, by minute and the other parts of a row.
 */
final class RocksDbMetricsJournal implements MetricsJournal {
  private static final int STEP = 1000;

  private final Engine engine;
  private final TimedLock lock = new TimedLock(Engine.TIMEOUT);

  RocksDbMetricsJournal(Engine engine) {
    this.engine = engine;
  }

  @Override
  public void append(Collection<MetricsRow> batch) {
    Map<MetricsRow, MetricsRow> sums = new HashMap<>();
    for (MetricsRow row : batch) {
      sums.merge(row.uncounted(), row, MetricsRow::plus);
    }
    if (sums.isEmpty()) {
      engine.requireOpen();
      return;
    }
    engine.call(database -> lock.run(() -> add(database, sums.values())), Engine.TIMEOUT);
  }

  private static boolean add(Database database, Collection<MetricsRow> sums)
      throws RocksDBException {
    try (Batch batch = database.batch()) {
      for (MetricsRow row : sums) {
        byte[] key = key(row);
        byte[] known = database.get(ColumnFamily.METRICS, key);
        batch.put(ColumnFamily.METRICS, key, encode(known == null ? row : row.plus(decode(known))));
      }
      batch.write(Engine.TIMEOUT);
      return true;
    }
  }

  @Override
  public List<MetricsRow> summarize(Instant from, Instant to) {
    byte[] end = Key.of(ceilingSecond(to)).bytes();
    return engine.read(
        database -> {
          List<MetricsRow> rows = new ArrayList<>();
          try (RocksIterator found = database.iterate(ColumnFamily.METRICS)) {
            found.seek(Key.of(ceilingSecond(from)).bytes());
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
    byte[] end = Key.of(ceilingSecond(before)).bytes();
    long removed = 0;
    int step = STEP;
    while (step == STEP) {
      step = engine.call(database -> lock.run(() -> remove(database, end)), Engine.TIMEOUT);
      removed += step;
    }
    return removed;
  }

  private static int remove(Database database, byte[] end) throws RocksDBException {
    try (RocksIterator rows = database.iterate(ColumnFamily.METRICS);
        Batch batch = database.batch()) {
      rows.seekToFirst();
      while (rows.isValid() && batch.size() < STEP && Arrays.compareUnsigned(rows.key(), end) < 0) {
        batch.delete(ColumnFamily.METRICS, rows.key());
        rows.next();
      }
      rows.status();
      batch.write(Engine.TIMEOUT);
      return batch.size();
    }
  }

  /** Returns an instant in seconds since 1970, rounded up. */
  private static long ceilingSecond(Instant instant) {
    return instant.getNano() == 0 ? instant.getEpochSecond() : instant.getEpochSecond() + 1;
  }

  private static byte[] key(MetricsRow row) {
    return Key.of(row.minute().getEpochSecond())
        .with(row.domain())
        .with(row.method())
        .with(row.outcome())
        .with((long) row.statusClass())
        .bytes();
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
    return new MetricsRow(
        Instant.ofEpochSecond(in.longValue()),
        in.text(),
        in.text(),
        in.text(),
        in.intValue(),
        in.longValue(),
        in.longValue(),
        in.longValue());
  }
}
