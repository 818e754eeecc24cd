package io.apibuddy.domain.throttle;

import io.apibuddy.ports.time.Ticker;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The clock by which limits are counted: the wall clock at the start plus the ticker since then, so
 * that setting the wall clock changes no wait. Safe for concurrent use.
 */
final class ThrottleClock {
  private final Instant start;
  private final Ticker ticker;
  private final long startNanos;

  ThrottleClock(InstantSource clock, Ticker ticker) {
    this.start = clock.instant();
    this.ticker = ticker;
    this.startNanos = ticker.nanos();
  }

  Instant now() {
    return start.plusNanos(ticker.nanos() - startNanos);
  }
}
