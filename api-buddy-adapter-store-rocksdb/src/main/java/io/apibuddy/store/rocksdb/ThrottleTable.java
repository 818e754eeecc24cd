package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.Penalty;
import io.apibuddy.ports.store.ThrottleSnapshot;
import io.apibuddy.ports.store.local.RecordReader;
import io.apibuddy.ports.store.local.RecordWriter;
import io.apibuddy.ports.store.local.ThrottleChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * The rows of {@link ColumnFamily#THROTTLE}: for each domain its penalty with the number of its
 * attempts, and the attempts in blocks as they were written, by the time of each block's newest
 * attempt.
 */
final class ThrottleTable {
  private static final boolean PENALTY = false;
  private static final boolean ATTEMPTS = true;

  private ThrottleTable() {}

  static Map<String, ThrottleSnapshot> load(Database database) throws RocksDBException {
    Map<String, Penalty> penalties = new HashMap<>();
    Map<String, Integer> counts = new HashMap<>();
    Map<String, List<Instant>> attempts = new HashMap<>();
    try (RocksIterator rows = database.iterate(ColumnFamily.THROTTLE)) {
      for (rows.seekToFirst(); rows.isValid(); rows.next()) {
        String domain = Key.text(rows.key());
        RecordReader row = new RecordReader(rows.value());
        if (rows.key().length == penaltyKey(domain).length) {
          counts.put(domain, row.intValue());
          penalties.put(
              domain, new Penalty(row.duration(), row.instant(), row.instant(), row.flag()));
        } else {
          List<Instant> known = attempts.computeIfAbsent(domain, unused -> new ArrayList<>());
          while (row.hasMore()) {
            known.add(row.instant());
          }
        }
      }
      rows.status();
    }
    Map<String, ThrottleSnapshot> snapshots = new HashMap<>();
    penalties.forEach(
        (domain, penalty) -> {
          List<Instant> known = attempts.getOrDefault(domain, List.of());
          int counting = Math.min(known.size(), counts.getOrDefault(domain, 0));
          List<Instant> newest = known.subList(known.size() - counting, known.size());
          snapshots.put(domain, new ThrottleSnapshot(newest, penalty));
        });
    return snapshots;
  }

  /**
   * Adds the changes of a domain to a batch.
   *
   * @param block the number of the block, which is higher each time
   * @param trims whether to drop attempts that no longer count, which do no harm if they stay
   */
  static void write(Batch batch, ThrottleChange change, long block, boolean trims)
      throws RocksDBException {
    String domain = change.domain();
    List<Instant> attempts = change.snapshot().attempts();
    int size = attempts.size();
    boolean anew = change.replacesAll();
    if (anew || trims) {
      byte[] blocks = Key.of(domain).with(ATTEMPTS).bytes();
      byte[] end =
          anew || size == 0
              ? Key.afterPrefix(blocks)
              : blockKey(domain, attempts.get(0), Long.MIN_VALUE);
      batch.deleteRange(ColumnFamily.THROTTLE, blocks, end);
    }
    if (change.added() > 0) {
      RecordWriter out = new RecordWriter();
      change.newAttempts().forEach(out::add);
      batch.put(
          ColumnFamily.THROTTLE, blockKey(domain, attempts.get(size - 1), block), out.bytes());
    }
    if (change.isDeletion()) {
      batch.delete(ColumnFamily.THROTTLE, penaltyKey(domain));
      return;
    }
    Penalty penalty = change.snapshot().penalty();
    RecordWriter out = new RecordWriter().add(size);
    out.add(penalty.length()).add(penalty.since()).add(penalty.waitUntil());
    out.add(penalty.announced());
    batch.put(ColumnFamily.THROTTLE, penaltyKey(domain), out.bytes());
  }

  private static byte[] penaltyKey(String domain) {
    return Key.of(domain).with(PENALTY).bytes();
  }

  private static byte[] blockKey(String domain, Instant newest, long block) {
    return Key.of(domain)
        .with(ATTEMPTS)
        .with(newest.getEpochSecond())
        .with((long) newest.getNano())
        .with(block)
        .bytes();
  }
}
