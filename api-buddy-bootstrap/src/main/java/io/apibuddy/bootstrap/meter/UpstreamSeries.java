package io.apibuddy.bootstrap.meter;

import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the attempts of one alias at its upstream and measures their durations. Safe for
 * concurrent use.
 */
final class UpstreamSeries {
  private final LongAdder answered = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final Timer timer;

  UpstreamSeries(MeterRegistrar registrar) {
    timer = registrar.timer("upstream", "From an attempt at the upstream to its answer's head");
    counter(registrar, answered, "answered");
    counter(registrar, failed, "failed");
  }

  private static void counter(MeterRegistrar registrar, LongAdder count, String result) {
    registrar.counter(
        "upstream.requests",
        "Attempts at the upstream, repeated ones included",
        count,
        LongAdder::sum,
        "result",
        result);
  }

  void add(boolean wasAnswered, long duration, TimeUnit unit) {
    (wasAnswered ? answered : failed).increment();
    timer.record(duration, unit);
  }

  long count() {
    return answered.sum() + failed.sum();
  }
}
