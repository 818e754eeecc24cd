package io.apibuddy.ports.time;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Lets a thread wait for a computed time. */
@FunctionalInterface
public interface Pause {

  /**
   * Waits.
   *
   * @param duration zero or negative returns at once
   * @throws InterruptedException if the thread was interrupted
   */
  void pause(Duration duration) throws InterruptedException;

  /** Returns a pause that blocks the calling thread. */
  static Pause blocking() {
    return duration -> {
      if (!duration.isNegative() && !duration.isZero()) {
        TimeUnit.NANOSECONDS.sleep(duration.toNanos());
      }
    };
  }
}
