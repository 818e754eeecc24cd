package io.apibuddy.ports.contract;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A wall clock that moves only when it is told. Safe for concurrent use. */
public final class ManualClock implements InstantSource {

  /** Where a new clock stands. */
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private Instant now;

  /** Makes a clock that stands at {@link #START}. */
  public ManualClock() {
    this(START);
  }

  /** Makes a clock that stands at {@code start}. */
  public ManualClock(Instant start) {
    this.now = start;
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }

  /** Moves the clock, backwards for a negative duration, and returns the new time. */
  public synchronized Instant advance(Duration duration) {
    now = now.plus(duration);
    return now;
  }

  /** Sets the clock. */
  public synchronized void set(Instant instant) {
    now = instant;
  }
}
