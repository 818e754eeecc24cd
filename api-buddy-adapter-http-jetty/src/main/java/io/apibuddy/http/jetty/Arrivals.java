package io.apibuddy.http.jetty;

import java.io.InterruptedIOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What a connection's reader waits for. To be used with the connection's lock held. */
final class Arrivals {
  private final Condition arrived;
  private long news;

  Arrivals(ReentrantLock lock) {
    this.arrived = lock.newCondition();
  }

  /** Wakes who waits. */
  void announce() {
    news++;
    arrived.signalAll();
  }

  /**
   * Waits until something is announced, with the lock let go meanwhile.
   *
   * @param nanos how long at most, in nanoseconds
   * @return false if that time is over
   * @throws InterruptedIOException if the thread is interrupted, which it stays
   */
  boolean await(long nanos) throws InterruptedIOException {
    long seen = news;
    long left = nanos;
    try {
      while (news == seen) {
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
