package io.apibuddy.ports.store.local;

import java.time.Duration;

/**
 * Waits in full although the thread is interrupted, which it is again afterwards: for closing,
 * which must not leave a thread at work behind its back.
 */
public final class Uninterrupted {
  private Uninterrupted() {}

  /** A wait that ends by itself when the time is over. */
  @FunctionalInterface
  public interface Wait {

    /** Waits; the time may be over already. */
    void forNanos(long nanos) throws InterruptedException;
  }

  /** Waits, no longer than {@code most} in all. */
  public static void await(Duration most, Wait wait) {
    long end = System.nanoTime() + most.toNanos();
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
