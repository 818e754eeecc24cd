package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;
import io.apibuddy.ports.store.local.PlatformThreads;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * The only access to the database. It runs tasks on platform threads, never after the database was
 * closed, and reports failures as {@link StoreException}. Safe for concurrent use; callers do not
 * wait for each other.
 */
final class Engine {
  /** How long callers that have the time wait for a thread, or for their turn to write. */
  static final Duration TIMEOUT = Duration.ofSeconds(2);

  /** How long a reader waits for a thread. */
  static final Duration READ_DEADLINE = Duration.ofSeconds(2);

  /** The most threads that run tasks of virtual threads. */
  private static final int THREADS =
      Math.max(4, Math.min(16, 2 * Runtime.getRuntime().availableProcessors()));

  private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(10);

  /** Work on the open database. */
  @FunctionalInterface
  interface Task<T> {
    T run(Database database) throws RocksDBException;
  }

  /** Opens the database that replaces one that was closed. */
  @FunctionalInterface
  interface Reopening {
    Database open() throws RocksDBException;
  }

  private final PlatformThreads threads = new PlatformThreads("api-buddy-rocksdb", THREADS);
  private final ReentrantReadWriteLock handles = new ReentrantReadWriteLock();
  private volatile @Nullable Database database;
  private volatile boolean closed;

  Engine(Database database) {
    this.database = database;
  }

  /** Runs a task that reads; waits up to {@link #READ_DEADLINE} for a thread. */
  <T> T read(Task<T> task) {
    return call(task, READ_DEADLINE);
  }

  /**
   * Runs a task.
   *
   * @param deadline how long it may wait for a thread
   */
  <T> T call(Task<T> task, Duration deadline) {
    requireOpen();
    return threads.run(() -> guarded(task), deadline);
  }

  /** Throws if the store is closed. */
  void requireOpen() {
    if (closed) {
      throw new StoreException(Kind.CLOSED, "the store is closed");
    }
  }

  /**
   * Waits for running calls, closes the database and continues with another one. Until that is
   * open, and from then on if it cannot be opened, calls are refused.
   *
   * @throws StoreException BUSY, with nothing done, if a call did not end in time; with any other
   *     kind there is no open database any more
   */
  void reopen(Reopening reopening) {
    if (!lockExclusively()) {
      throw new StoreException(Kind.BUSY, "the store is in use");
    }
    try {
      requireOpen();
      Database former = database;
      database = null;
      if (former != null) {
        former.close();
      }
      database = reopening.open();
    } catch (RocksDBException e) {
      throw RocksErrors.translate(e);
    } finally {
      handles.writeLock().unlock();
    }
  }

  /**
   * Refuses new calls, waits for running ones and closes the database.
   *
   * @return false if a call did not end in time; the database then stays open until the process
   *     ends
   */
  boolean close() {
    closed = true;
    threads.close(CLOSE_DEADLINE);
    if (!lockExclusively()) {
      return false;
    }
    try {
      Database last = database;
      if (last != null) {
        last.close();
      }
      return true;
    } finally {
      handles.writeLock().unlock();
    }
  }

  private boolean lockExclusively() {
    boolean interrupted = Thread.interrupted();
    try {
      return handles.writeLock().tryLock(CLOSE_DEADLINE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
      return false;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private <T> T guarded(Task<T> task) {
    Lock shared = handles.readLock();
    if (!shared.tryLock()) {
      requireOpen();
      throw new StoreException(Kind.BUSY, "the store is being reopened");
    }
    try {
      requireOpen();
      Database current = database;
      if (current == null) {
        throw new StoreException(Kind.IO, "the store could not be reopened");
      }
      return task.run(current);
    } catch (RocksDBException e) {
      throw RocksErrors.translate(e);
    } finally {
      shared.unlock();
    }
  }
}
