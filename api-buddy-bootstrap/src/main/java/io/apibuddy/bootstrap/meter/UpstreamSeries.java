package io.apibuddy.bootstrap.meter;

import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Counts one alias's requests to its upstream. Safe for concurrent use. */
final class UpstreamSeries {
  private final LongAdder answered = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final Timer timer;

  UpstreamSeries(MeterNames names) {
    timer = names.timer("upstream");
    names.counter("upstream.requests", answered, LongAdder::sum, "result", "answered");
    names.counter("upstream.requests", failed, LongAdder::sum, "result", "failed");
  }

  void add(boolean wasAnswered, long duration, TimeUnit unit) {
    (wasAnswered ? answered : failed).increment();
    timer.record(duration, unit);
  }

  long count() {
    return answered.sum() + failed.sum();
  }
}
