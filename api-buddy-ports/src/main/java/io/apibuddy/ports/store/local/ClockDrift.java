package io.apibuddy.ports.store.local;

import io.apibuddy.ports.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The drift of the wall clock from the process's own time, which is the wall clock at the start
 * plus the ticker since. They drift apart if the clock is set or if the machine sleeps while the
 * ticker stands still. For use by one thread at a time.
 */
final class ClockDrift {
  /**
   * Smaller differences are normal between two clocks and would only cause everything to be
   * rewritten.
   */
  private static final Duration MIN_CHANGE = Duration.ofSeconds(1);

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

  /** Returns the wall-clock time at the start. */
  Instant start() {
    return start;
  }

  /** Compares the clocks; returns whether {@link #known} has changed. */
  boolean hasChanged() {
    Instant counted = start.plusNanos(ticker.nanos() - startNanos);
    Duration ahead = Duration.between(counted, clock.instant());
    if (ahead.minus(known).abs().compareTo(MIN_CHANGE) < 0) {
      return false;
    }
    known = ahead;
    return true;
  }

  /**
   * Returns by how much the wall clock was ahead when the clocks were last compared; may be
   * negative.
   */
  Duration known() {
    return known;
  }
}
