package io.apibuddy.ports.time;

/** A monotonic source of time for measuring durations; it does not follow the wall clock. */
@FunctionalInterface
public interface Ticker {

  /** Returns nanoseconds since some fixed instant; only differences mean something. */
  long nanos();

  /** Returns the ticker of the running machine. */
  static Ticker system() {
    return System::nanoTime;
  }
}
