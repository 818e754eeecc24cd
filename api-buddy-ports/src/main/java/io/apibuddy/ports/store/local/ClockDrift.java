package io.apibuddy.ports.store.local;

import io.apibuddy.ports.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * How far the wall clock has moved away from the time that a process counts by, which is the wall
 * clock at the start plus the ticker since: it was set, or the machine slept while the ticker stood
 * still. For use by one thread at a time.
 */
final class ClockDrift {
  /** Less is how two clocks differ, and would only have everything written again. */
  private static final Duration LEAST = Duration.ofSeconds(1);

  private final InstantSource clock;
  private final Ticker ticker;
  private final Instant start;
  private final long startNanos;
  private Duration known = Duration.ZERO;

  ClockDrift(InstantSource clock, Ticker ticker) {
    this.clock = clock;
    this.ticker = ticker;
    this.start = clock.instant();
    this.startNanos = ticker.nanos();
  }

  /** Returns when the process began to count. */
  Instant start() {
    return start;
  }

  /** Looks at the clocks; returns whether {@link #known} has changed. */
  boolean hasChanged() {
    Instant counted = start.plusNanos(ticker.nanos() - startNanos);
    Duration ahead = Duration.between(counted, clock.instant());
    if (ahead.minus(known).abs().compareTo(LEAST) < 0) {
      return false;
    }
    known = ahead;
    return true;
  }

  /** Returns by how much the wall clock was ahead when it was last looked at; may be negative. */
  Duration known() {
    return known;
  }
}
