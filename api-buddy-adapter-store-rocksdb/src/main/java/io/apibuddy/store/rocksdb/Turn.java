package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.rocksdb.RocksDBException;

/** Lets one thread at a time read and change rows; nobody waits longer than was said. */
final class Turn {

  /** Work that nobody else may do meanwhile. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws RocksDBException;
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Duration patience;

  /** Makes one for which a thread waits so long. */
  Turn(Duration patience) {
    this.patience = patience;
  }

  /**
   * Does some work.
   *
   * @throws StoreException BUSY if others took too long, INTERRUPTED if the caller was interrupted
   *     meanwhile
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
