package io.apibuddy.bootstrap.meter;

import io.apibuddy.ports.event.CacheOutcome;
import io.apibuddy.ports.meter.MeasuredExchange;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts the exchanges of one kind and measures their durations. Safe for concurrent use. */
final class Series {

  /** The kind of an exchange, which also gives the labels of its meters. */
  record Kind(String method, int status, CacheOutcome outcome) {

    // Written out, because each JVM would have to link generated ones before its first answer.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Kind that && is(that.method, that.status, that.outcome);
    }

    /** Returns whether this kind has these components. */
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

  /** Returns whether an exchange is of this kind. */
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
