package io.apibuddy.ports.store.local;

import io.apibuddy.ports.time.Extremes;
import io.apibuddy.ports.time.Ticker;
import java.time.Duration;

/** Exponential back-off: says when a failed action may be tried again. For use by one thread. */
public final class AttemptSpacing {
  private final Ticker ticker;
  private final Duration shortest;
  private final Duration longest;
  private Duration pause = Duration.ZERO;
  private long failedAt;

  /**
   * Creates a back-off without failures.
   *
   * @param ticker measures the pauses
   * @param shortest the pause after the first failure; it doubles after each further one
   * @param longest the longest pause
   */
  public AttemptSpacing(Ticker ticker, Duration shortest, Duration longest) {
    this.ticker = ticker;
    this.shortest = shortest;
    this.longest = longest;
  }

  /** Returns whether another attempt may be made now. */
  public boolean isDue() {
    return pause.isZero() || ticker.nanos() - failedAt >= pause.toNanos();
  }

  /** Records a failure and returns the pause before the next attempt. */
  public Duration failed() {
    failedAt = ticker.nanos();
    pause = pause.isZero() ? shortest : Extremes.min(pause.multipliedBy(2), longest);
    return pause;
  }

  /** Records a success: the pause after the next failure is the shortest again. */
  public void succeeded() {
    pause = Duration.ZERO;
  }
}
