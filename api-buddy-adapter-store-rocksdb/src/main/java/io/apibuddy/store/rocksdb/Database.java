package io.apibuddy.store.rocksdb;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.FlushOptions;
import org.rocksdb.MutableColumnFamilyOptions;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Snapshot;

/**
 * The open RocksDB database with its native handles. A call after {@link #close} would crash the
 * process; {@link Engine} prevents that, so every call goes through it.
 */
final class Database implements View, AutoCloseable {
  private static final long SYNC_INTERVAL = Duration.ofMillis(900).toNanos();

  private final Tuning tuning;
  private final RocksDB rocks;
  private final Map<ColumnFamily, ColumnFamilyHandle> handles;
  private final WriteHealth health;
  private final FirstKeys firstKeys = new FirstKeys();
  private final AtomicLong writes = new AtomicLong();
  private long syncedWrites;
  private long syncedAt = System.nanoTime();

  private Database(
      Tuning tuning,
      RocksDB rocks,
      Map<ColumnFamily, ColumnFamilyHandle> handles,
      WriteHealth health) {
    this.tuning = tuning;
    this.rocks = rocks;
    this.handles = handles;
    this.health = health;
  }

  /**
   * Opens a directory. After a failure it must not be tried again: that could silently drop rows.
   *
   * @param health records whether writes succeed
   */
  static Database open(Path directory, WriteHealth health) throws RocksDBException {
    Tuning tuning = new Tuning();
    try {
      List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
      for (ColumnFamily family : ColumnFamily.values()) {
        descriptors.add(tuning.descriptor(family));
      }
      List<ColumnFamilyHandle> opened = new ArrayList<>();
      RocksDB rocks = RocksDB.open(tuning.database(), directory.toString(), descriptors, opened);
      Map<ColumnFamily, ColumnFamilyHandle> handles = new EnumMap<>(ColumnFamily.class);
      Iterator<ColumnFamilyHandle> inOrder = opened.iterator();
      for (ColumnFamily family : ColumnFamily.values()) {
        handles.put(family, inOrder.next());
      }
      return new Database(tuning, rocks, handles, health);
    } catch (RocksDBException | RuntimeException e) {
      tuning.close();
      throw e;
    }
  }

  @Override
  public byte @Nullable [] get(ColumnFamily family, byte[] key) throws RocksDBException {
    return rocks.get(handle(family), key);
  }

  /** Returns a snapshot of all rows, which must be closed before the call ends. */
  SnapshotView snapshot() {
    return new SnapshotView(rocks, handles);
  }

  /** Returns an iterator that must be closed before the call ends. */
  RocksIterator iterate(ColumnFamily family) {
    return rocks.newIterator(handle(family));
  }

  Batch batch() {
    return new Batch(rocks, handles, tuning.write(), firstKeys, health, writes::incrementAndGet);
  }

  /** Returns the first keys of indexes; only for the thread whose turn it is to write. */
  FirstKeys firstKeys() {
    return firstKeys;
  }

  /** Drops the files that hold only keys from {@code from}, inclusive, to {@code to}, exclusive. */
  void dropFiles(ColumnFamily family, byte[] from, byte[] to) throws RocksDBException {
    rocks.deleteFilesInRanges(handle(family), List.of(from, to), false);
  }

  /**
   * Syncs the log, so that earlier writes survive a loss of power; for use by one thread. Returns
   * false if nothing was written since the last sync.
   */
  boolean sync() throws RocksDBException {
    long now = writes.get();
    if (now == syncedWrites) {
      return false;
    }
    rocks.syncWal();
    syncedWrites = now;
    syncedAt = System.nanoTime();
    return true;
  }

  /** Calls {@link #sync}, but at most about once a second. */
  boolean syncPeriodically() throws RocksDBException {
    return System.nanoTime() - syncedAt >= SYNC_INTERVAL && sync();
  }

  /** Writes the buffers to tables, so that the next start need not replay the log. */
  boolean flush() throws RocksDBException {
    try (FlushOptions wait = new FlushOptions().setWaitForFlush(true)) {
      rocks.flush(wait, List.copyOf(handles.values()));
      return true;
    }
  }

  /**
   * Makes the engine hold up writers once a family has {@code stallTables} young tables; for tests.
   */
  void stallWritesAt(ColumnFamily family, int stallTables, int compactionTables)
      throws RocksDBException {
    rocks.setOptions(
        handle(family),
        MutableColumnFamilyOptions.builder()
            .setLevel0FileNumCompactionTrigger(compactionTables)
            .setLevel0SlowdownWritesTrigger(stallTables)
            .setLevel0StopWritesTrigger(stallTables)
            .build());
  }

  private ColumnFamilyHandle handle(ColumnFamily family) {
    return Objects.requireNonNull(handles.get(family));
  }

  @Override
  public void close() {
    handles.values().forEach(ColumnFamilyHandle::close);
    rocks.close();
    tuning.close();
  }

  /** A snapshot: reads rows as they were at one moment. */
  static final class SnapshotView implements View, AutoCloseable {
    private final RocksDB rocks;
    private final Map<ColumnFamily, ColumnFamilyHandle> handles;
    private final Snapshot snapshot;
    private final ReadOptions options;

    private SnapshotView(RocksDB rocks, Map<ColumnFamily, ColumnFamilyHandle> handles) {
      this.rocks = rocks;
      this.handles = handles;
      this.snapshot = rocks.getSnapshot();
      this.options = new ReadOptions().setSnapshot(snapshot);
    }

    @Override
    public byte @Nullable [] get(ColumnFamily family, byte[] key) throws RocksDBException {
      return rocks.get(Objects.requireNonNull(handles.get(family)), options, key);
    }

    @Override
    public void close() {
      options.close();
      rocks.releaseSnapshot(snapshot);
      snapshot.close();
    }
  }
}
