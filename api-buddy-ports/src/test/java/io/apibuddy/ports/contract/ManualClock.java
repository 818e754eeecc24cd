package io.apibuddy.ports.contract;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A wall clock that moves only when a test moves it. Safe for concurrent use. */
public final class ManualClock implements InstantSource {

  /** The time of a new clock. */
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private Instant now;

  /** Creates a clock set to {@link #START}. */
  public ManualClock() {
    this(START);
  }

  /** Creates a clock set to {@code start}. */
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
