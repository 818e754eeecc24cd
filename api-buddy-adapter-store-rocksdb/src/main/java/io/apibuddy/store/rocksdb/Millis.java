package io.apibuddy.store.rocksdb;

import java.time.Duration;
import java.time.Instant;

/** Times as milliseconds in a long; what is beyond saturates. */
final class Millis {
  private Millis() {}

  static long of(Instant instant) {
    try {
      return instant.toEpochMilli();
    } catch (ArithmeticException beyond) {
      return instant.isBefore(Instant.EPOCH) ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  static long of(Duration duration) {
    try {
      return duration.toMillis();
    } catch (ArithmeticException beyond) {
      return duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }
}
