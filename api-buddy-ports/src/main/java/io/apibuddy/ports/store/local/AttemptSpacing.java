package io.apibuddy.ports.store.local;

import io.apibuddy.ports.time.Extremes;
import io.apibuddy.ports.time.Ticker;
import java.time.Duration;

/** Says when something that failed may be tried again: more and more rarely. For one thread. */
public final class AttemptSpacing {
  private final Ticker ticker;
  private final Duration shortest;
  private final Duration longest;
  private Duration pause = Duration.ZERO;
  private long failedAt;

  /** The pause after a failure is {@code shortest} at first and doubles, up to {@code longest}. */
  public AttemptSpacing(Ticker ticker, Duration shortest, Duration longest) {
    this.ticker = ticker;
    this.shortest = shortest;
    this.longest = longest;
  }

  /** Returns whether it may be tried now. */
  public boolean isDue() {
    return pause.isZero() || ticker.nanos() - failedAt >= pause.toNanos();
  }

  /** Takes note of a failure and returns how long the pause is now. */
  public Duration failed() {
    failedAt = ticker.nanos();
    pause = pause.isZero() ? shortest : Extremes.min(pause.multipliedBy(2), longest);
    return pause;
  }

  /** Takes note of a success: after the next failure the pause is the shortest again. */
  public void succeeded() {
    pause = Duration.ZERO;
  }
}
