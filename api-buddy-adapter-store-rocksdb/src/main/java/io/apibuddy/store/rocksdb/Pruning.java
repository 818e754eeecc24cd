package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.PruneLimits;
import io.apibuddy.ports.store.PruneResult;
import io.apibuddy.ports.store.local.Millis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.rocksdb.RocksDBException;

/**
 * Removes expired entries, and evicts entries beyond the bounds, through the indexes and in short
 * steps, so that commits can run in between. For one run, by one thread.
 */
final class Pruning {
  private static final int STEP = 100;

  /**
   * Bytes after the time in keys of {@link ColumnFamily#EXPIRY} and {@link ColumnFamily#RECENCY}.
   */
  private static final int BYTES_AFTER_TIME = Long.BYTES;

  private final Mutations mutations;
  private final PruneLimits limits;
  private final Duration timeout;
  private boolean exhausted;

  /** The result of a step: rows of the index that it visited, and entries that it removed. */
  private record Progress(int rows, int removed) {}

  /** Prepares a run; each step may wait up to {@code timeout} for its turn. */
  Pruning(Mutations mutations, PruneLimits limits, Duration timeout) {
    this.mutations = mutations;
    this.limits = limits;
    this.timeout = timeout;
  }

  PruneResult run() {
    int expired = repeat(limits.maxRemovals(), this::expire);
    int evicted = repeat(limits.maxRemovals() - expired, this::evict);
    boolean more =
        expired + evicted == limits.maxRemovals()
            && mutations.run(changes -> !next(changes).isEmpty(), timeout);
    return new PruneResult(expired, evicted, more);
  }

  /**
   * Only evicts entries beyond the bounds. Expired entries may still be wanted, in mode replay for
   * example, and only the caller of {@link #run} knows.
   *
   * @return the number of entries removed
   */
  int evict() {
    return repeat(limits.maxRemovals(), this::evict);
  }

  /** Returns whether a bound is still exceeded because nothing more may be evicted. */
  boolean isExhausted() {
    return exhausted;
  }

  @FunctionalInterface
  private interface Pass {
    Progress take(Changes changes, int limit) throws RocksDBException;
  }

  private int repeat(int limit, Pass pass) {
    int removed = 0;
    boolean more = true;
    while (more && removed < limit) {
      int step = Math.min(STEP, limit - removed);
      Progress progress = mutations.run(changes -> pass.take(changes, step), timeout);
      removed += progress.removed();
      more = progress.rows() == step;
    }
    return removed;
  }

  private Progress expire(Changes changes, int limit) throws RocksDBException {
    List<byte[]> expired = expired(changes, limit);
    return remove(changes, ColumnFamily.EXPIRY, expired);
  }

  private Progress evict(Changes changes, int limit) throws RocksDBException {
    int rows = 0;
    int removed = 0;
    try (MergedRows order = order(changes, ColumnFamily.RECENCY, changes.domains())) {
      while (rows < limit && isTooMuch(changes)) {
        Optional<byte[]> key = order.next();
        if (key.isEmpty()) {
          break;
        }
        removed += remove(changes, ColumnFamily.RECENCY, List.of(key.get())).removed();
        rows++;
      }
    }
    exhausted = rows < limit && isTooMuch(changes);
    return new Progress(rows, removed);
  }

  /** Returns the row with which another step would begin; empty if it had nothing to do. */
  private List<byte[]> next(Changes changes) throws RocksDBException {
    List<byte[]> expired = expired(changes, 1);
    if (!expired.isEmpty() || !isTooMuch(changes)) {
      return expired;
    }
    try (MergedRows order = order(changes, ColumnFamily.RECENCY, changes.domains())) {
      return order.next().stream().toList();
    }
  }

  private List<byte[]> expired(Changes changes, int limit) throws RocksDBException {
    long now = Millis.of(limits.now());
    List<byte[]> notPinned = new ArrayList<>();
    for (byte[] domain : changes.domains()) {
      notPinned.add(Expiry.prefix(domain, false));
    }
    List<byte[]> found = new ArrayList<>();
    try (MergedRows order = order(changes, ColumnFamily.EXPIRY, notPinned)) {
      while (found.size() < limit) {
        Optional<byte[]> key = order.next();
        if (key.isEmpty() || Key.number(key.get(), BYTES_AFTER_TIME) > now) {
          break;
        }
        found.add(key.get());
      }
    }
    return found;
  }

  private boolean isTooMuch(Changes changes) {
    DomainTotals all = changes.totals();
    return all.entries() > limits.maxEntries() || all.size() > limits.maxBytes();
  }

  private static MergedRows order(Changes changes, ColumnFamily family, List<byte[]> prefixes)
      throws RocksDBException {
    return MergedRows.ascending(changes.database(), family, prefixes);
  }

  private static Progress remove(Changes changes, ColumnFamily index, List<byte[]> keys)
      throws RocksDBException {
    int removed = 0;
    for (byte[] key : keys) {
      Place place = new Place(Key.text(key), Key.number(key, 0));
      changes.batch().delete(index, key);
      removed += changes.remove(place) ? 1 : 0;
    }
    return new Progress(keys.size(), removed);
  }
}
