package io.apibuddy.bootstrap.meter;

import io.apibuddy.ports.event.CacheOutcome;
import io.apibuddy.ports.meter.MeasuredExchange;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts exchanges that are alike. Safe for concurrent use. */
final class Series {

  /** What makes them alike. */
  record Kind(String method, int status, CacheOutcome outcome) {

    // Written out: what a record has by itself is linked anew with each first answer.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Kind that && is(that.method, that.status, that.outcome);
    }

    /** Returns whether it has these parts. */
    boolean is(String itsMethod, int itsStatus, CacheOutcome its) {
      return method.equals(itsMethod) && status == itsStatus && outcome == its;
    }

    @Override
    public int hashCode() {
      return 31 * (31 * method.hashCode() + status) + outcome.hashCode();
    }
  }

  private final LongAdder count = new LongAdder();
  private final LongAdder nanos = new LongAdder();
  private final Kind kind;
  private final Timer timer;

  Series(Kind kind, Timer timer) {
    this.kind = kind;
    this.timer = timer;
  }

  /** Returns whether an exchange is one of those. */
  boolean counts(MeasuredExchange exchange) {
    return kind.is(exchange.method(), exchange.status(), exchange.outcome());
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
