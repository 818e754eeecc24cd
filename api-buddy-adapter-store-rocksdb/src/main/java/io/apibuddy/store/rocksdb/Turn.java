package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.rocksdb.RocksDBException;

/** A lock with a time-out under which one thread at a time reads and changes rows. */
final class Turn {

  /** Work that is done under the lock. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws RocksDBException;
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Duration patience;

  /** Creates a lock for which a thread waits up to {@code patience}. */
  Turn(Duration patience) {
    this.patience = patience;
  }

  /**
   * Runs the work under the lock.
   *
   * @throws StoreException BUSY if other threads took too long, INTERRUPTED if the caller was
   *     interrupted while it waited
   */
  <T> T take(Work<T> work) throws RocksDBException {
    try {
      if (!lock.tryLock() && !lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw StoreException.busy(patience, null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(Kind.INTERRUPTED, "interrupted while waiting for the store", e);
    }
    try {
      return work.run();
    } finally {
      lock.unlock();
    }
  }
}
