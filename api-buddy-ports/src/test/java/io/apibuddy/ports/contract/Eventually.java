package io.apibuddy.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits for a condition that must hold within a time, measured by a clock that stands still while
 * the machine does not let this process run.
 */
public final class Eventually {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

  private Eventually() {}

  /** Returns once the condition holds; fails if it does not within the time. */
  public static void within(Duration time, Callable<Boolean> condition) throws Exception {
    long looks = time.dividedBy(BETWEEN_LOOKS);
    for (long look = 0; !condition.call(); look++) {
      assertThat(look).as("looks within %s", time).isLessThan(looks);
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
  }
}
