package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.rocksdb.RocksDBException;

/** A lock with a time-out under which one thread at a time reads and changes rows. */
final class TimedLock {

  /** Work that is done under the lock. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws RocksDBException;
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Duration timeout;

  /** Creates a lock for which a thread waits up to {@code timeout}. */
  TimedLock(Duration timeout) {
    this.timeout = timeout;
  }

  /**
   * Runs the work under the lock.
   *
   * @throws StoreException BUSY if other threads took too long, INTERRUPTED if the caller was
   *     interrupted while it waited
   */
  <T> T run(Work<T> work) throws RocksDBException {
    try {
      if (!lock.tryLock() && !lock.tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
        throw StoreException.busy(timeout, null);
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
