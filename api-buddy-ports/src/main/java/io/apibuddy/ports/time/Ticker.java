package io.apibuddy.ports.time;

/** A monotonic clock for measuring durations. It is independent of the wall clock. */
@FunctionalInterface
public interface Ticker {

  /** Returns the nanoseconds since some fixed instant; only differences are meaningful. */
  long nanos();

  /** Returns the monotonic clock of this machine. */
  static Ticker system() {
    return System::nanoTime;
  }
}
