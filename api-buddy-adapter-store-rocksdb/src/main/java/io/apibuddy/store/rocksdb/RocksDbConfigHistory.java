package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.ConfigHistory;
import io.apibuddy.ports.store.ConfigRevision;
import io.apibuddy.ports.store.local.RecordReader;
import io.apibuddy.ports.store.local.RecordWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** The history of configurations in {@link ColumnFamily#HISTORY}, by revision number. */
final class RocksDbConfigHistory implements ConfigHistory {
  private final Engine engine;
  private final TimedLock lock = new TimedLock(Engine.TIMEOUT);

  RocksDbConfigHistory(Engine engine) {
    this.engine = engine;
  }

  @Override
  public ConfigRevision append(Instant at, String author, String document) {
    return engine.call(
        database -> lock.run(() -> append(database, at, author, document)), Engine.TIMEOUT);
  }

  private static ConfigRevision append(
      Database database, Instant at, String author, String document) throws RocksDBException {
    long last = newest(database, 1).stream().mapToLong(ConfigRevision::number).sum();
    ConfigRevision revision = new ConfigRevision(last + 1, at, author, document);
    try (Batch batch = database.batch()) {
      batch.put(ColumnFamily.HISTORY, Key.of(revision.number()).bytes(), encode(revision));
      if (revision.number() > MAX_REVISIONS) {
        byte[] end = Key.of(revision.number() - MAX_REVISIONS + 1).bytes();
        batch.deleteRange(ColumnFamily.HISTORY, Key.of(0).bytes(), end);
      }
      batch.write(Engine.TIMEOUT);
    }
    return revision;
  }

  @Override
  public List<ConfigRevision> list(int limit) {
    return engine.read(database -> newest(database, limit));
  }

  private static List<ConfigRevision> newest(Database database, int limit) throws RocksDBException {
    List<ConfigRevision> revisions = new ArrayList<>();
    try (RocksIterator rows = database.iterate(ColumnFamily.HISTORY)) {
      for (rows.seekToLast(); rows.isValid() && revisions.size() < limit; rows.prev()) {
        revisions.add(decode(Key.number(rows.key(), 0), new RecordReader(rows.value())));
      }
      rows.status();
    }
    return revisions;
  }

  private static byte[] encode(ConfigRevision revision) {
    return new RecordWriter()
        .add(revision.at())
        .add(revision.author())
        .add(revision.document())
        .bytes();
  }

  private static ConfigRevision decode(long number, RecordReader in) {
    return new ConfigRevision(number, in.instant(), in.text(), in.text());
  }
}
