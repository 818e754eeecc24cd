package io.apibuddy.http.jetty;

import java.io.InterruptedIOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A condition on which the thread that reads a connection waits for input. Its methods require the
 * connection's lock.
 */
final class InputCondition {
  private final Condition arrived;
  private long signals;

  InputCondition(ReentrantLock lock) {
    this.arrived = lock.newCondition();
  }

  /** Wakes all waiting threads. */
  void signal() {
    signals++;
    arrived.signalAll();
  }

  /**
   * Waits for the next {@link #signal}, and releases the lock meanwhile.
   *
   * @param nanos the longest time to wait, in nanoseconds
   * @return false if that time has passed
   * @throws InterruptedIOException if the thread is interrupted; its interrupt status stays set
   */
  boolean await(long nanos) throws InterruptedIOException {
    long seen = signals;
    long left = nanos;
    try {
      while (signals == seen) {
        if (left <= 0) {
          return false;
        }
        left = arrived.awaitNanos(left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException("interrupted");
      interrupted.initCause(e);
      throw interrupted;
    }
  }
}
