package com.example.files;

import io.apibuddy.ports.store.StoreException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** A lock with a time-out for changes, which refuses every change after it is closed. */
final class Guard {

  /** A change under the lock. */
  interface Step<T> {
    T run() throws IOException;
  }

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean closed;

  /** Fails if the guard is closed. */
  void requireOpen() {
    if (closed) {
      throw new StoreException(StoreException.Kind.CLOSED, "the storage is closed");
    }
  }

  <T> T locked(Step<T> step) {
    try {
      if (!lock.tryLock(TIMEOUT.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new StoreException(StoreException.Kind.BUSY, "others write for too long");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(StoreException.Kind.INTERRUPTED, "interrupted while waiting", e);
    }
    try {
      requireOpen();
      return step.run();
    } catch (IOException e) {
      throw failure("cannot write", e);
    } finally {
      lock.unlock();
    }
  }

  /** Converts a failure to the port's exception; an interrupted thread closes its channel. */
  static StoreException failure(String what, IOException e) {
    StoreException.Kind kind =
        e instanceof ClosedByInterruptException
            ? StoreException.Kind.INTERRUPTED
            : StoreException.Kind.IO;
    return new StoreException(kind, what + ": " + e, e);
  }

  /** Runs the last step; a second call does nothing. */
  void close(Runnable last) {
    lock.lock();
    try {
      if (!closed) {
        last.run();
        closed = true;
      }
    } finally {
      lock.unlock();
    }
  }
}
