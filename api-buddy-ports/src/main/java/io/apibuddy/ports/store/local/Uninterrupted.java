package io.apibuddy.ports.store.local;

import java.time.Duration;

/**
 * Waits for the full time even if the thread is interrupted, and restores the interrupt status
 * afterwards. For closing, which must not leave threads running.
 */
public final class Uninterrupted {
  private Uninterrupted() {}

  /** A wait that ends by itself when its time is over. */
  @FunctionalInterface
  public interface Wait {

    /** Waits; {@code nanos} may be zero or negative. */
    void forNanos(long nanos) throws InterruptedException;
  }

  /** Waits for {@code timeout} at most, in total. */
  public static void await(Duration timeout, Wait wait) {
    long end = System.nanoTime() + timeout.toNanos();
    boolean interrupted = false;
    boolean waiting = true;
    while (waiting) {
      try {
        wait.forNanos(end - System.nanoTime());
        waiting = false;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
