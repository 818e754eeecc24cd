package io.apibuddy.ports.store.local;

import io.apibuddy.ports.time.Extremes;
import io.apibuddy.ports.time.Ticker;
import java.time.Duration;

/** Exponential back-off: says when a failed action may be tried again. For use by one thread. */
public final class ExponentialBackoff {
  private final Ticker ticker;
  private final Duration minPause;
  private final Duration maxPause;
  private Duration pause = Duration.ZERO;
  private long failedAt;

  /**
   * Creates a back-off without failures.
   *
   * @param ticker measures the pauses
   * @param minPause the pause after the first failure; it doubles after each further one
   * @param maxPause the longest pause
   */
  public ExponentialBackoff(Ticker ticker, Duration minPause, Duration maxPause) {
    this.ticker = ticker;
    this.minPause = minPause;
    this.maxPause = maxPause;
  }

  /** Returns whether another attempt may be made now. */
  public boolean isDue() {
    return pause.isZero() || ticker.nanos() - failedAt >= pause.toNanos();
  }

  /** Records a failure and returns the pause before the next attempt. */
  public Duration failed() {
    failedAt = ticker.nanos();
    pause = pause.isZero() ? minPause : Extremes.min(pause.multipliedBy(2), maxPause);
    return pause;
  }

  /** Records a success: the pause after the next failure is the shortest again. */
  public void succeeded() {
    pause = Duration.ZERO;
  }
}
