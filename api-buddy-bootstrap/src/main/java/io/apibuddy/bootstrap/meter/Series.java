package io.apibuddy.bootstrap.meter;

import io.apibuddy.ports.event.CacheOutcome;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Counts exchanges that are alike. Safe for concurrent use. */
final class Series {

  /** What makes them alike. */
  record Kind(String method, int status, CacheOutcome outcome) {}

  private final LongAdder count = new LongAdder();
  private final LongAdder nanos = new LongAdder();
  private final Timer timer;

  Series(Timer timer) {
    this.timer = timer;
  }

  void add(long duration) {
    nanos.add(duration);
    count.increment();
    timer.record(duration, TimeUnit.NANOSECONDS);
  }

  long count() {
    return count.sum();
  }

  double millis() {
    return nanos.sum() / 1e6;
  }
}
