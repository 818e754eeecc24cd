package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.StoreException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** A write batch: changes that take effect together. For one thread, within one call. */
final class Batch implements AutoCloseable {
  private static final long RETRY_NANOS = Duration.ofMillis(1).toNanos();

  private final RocksDB rocks;
  private final Map<ColumnFamily, ColumnFamilyHandle> handles;
  private final WriteOptions options;
  private final FirstKeys firstKeys;
  private final WriteHealth health;
  private final Runnable onWritten;
  private final WriteBatch changes = new WriteBatch();

  Batch(
      RocksDB rocks,
      Map<ColumnFamily, ColumnFamilyHandle> handles,
      WriteOptions options,
      FirstKeys firstKeys,
      WriteHealth health,
      Runnable onWritten) {
    this.rocks = rocks;
    this.handles = handles;
    this.options = options;
    this.firstKeys = firstKeys;
    this.health = health;
    this.onWritten = onWritten;
  }

  void put(ColumnFamily family, byte[] key, byte[] value) throws RocksDBException {
    changes.put(handle(family), key, value);
    firstKeys.added(family, key);
  }

  void delete(ColumnFamily family, byte[] key) throws RocksDBException {
    changes.delete(handle(family), key);
  }

  /** Deletes the keys from {@code from}, inclusive, to {@code to}, exclusive. */
  void deleteRange(ColumnFamily family, byte[] from, byte[] to) throws RocksDBException {
    changes.deleteRange(handle(family), from, to);
  }

  int size() {
    return changes.count();
  }

  /** Writes all or nothing; retries for {@code timeout} while the engine holds up writers. */
  void write(Duration timeout) throws RocksDBException {
    long start = System.nanoTime();
    boolean interrupted = false;
    try {
      while (!tryWrite(System.nanoTime() - start < timeout.toNanos())) {
        LockSupport.parkNanos(RETRY_NANOS);
        interrupted |= Thread.interrupted(); // else parkNanos would return at once from now on
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    health.succeeded();
    onWritten.run();
  }

  private boolean tryWrite(boolean patient) throws RocksDBException {
    try {
      rocks.write(options, changes);
      return true;
    } catch (RocksDBException e) {
      Status status = e.getStatus();
      if (patient && status != null && status.getCode() == Status.Code.Incomplete) {
        return false;
      }
      StoreException failure = RocksErrors.translate(e);
      throw new StoreException(
          health.failed(failure.kind()), String.valueOf(failure.getMessage()), e);
    }
  }

  private ColumnFamilyHandle handle(ColumnFamily family) {
    return Objects.requireNonNull(handles.get(family));
  }

  @Override
  public void close() {
    changes.close();
  }
}
