package io.apibuddy.ports.store;

import java.time.Duration;
import java.time.Instant;

/**
 * Converts instants to nanoseconds since 1970 in a {@code long} and computes with them. Times
 * outside the years 1677 to 2262 saturate.
 */
final class Nanos {
  private static final long PER_SECOND = 1_000_000_000L;

  private Nanos() {}

  static long of(Instant instant) {
    return saturated(instant.getEpochSecond(), instant.getNano());
  }

  static Instant instant(long nanos) {
    return Instant.ofEpochSecond(
        Math.floorDiv(nanos, PER_SECOND), Math.floorMod(nanos, PER_SECOND));
  }

  static long plus(long nanos, Duration duration) {
    long more = saturated(duration.getSeconds(), duration.getNano());
    return nanos > Long.MAX_VALUE - more ? Long.MAX_VALUE : nanos + more;
  }

  static long minus(long nanos, Duration duration) {
    long less = saturated(duration.getSeconds(), duration.getNano());
    return nanos < Long.MIN_VALUE + less ? Long.MIN_VALUE : nanos - less;
  }

  private static long saturated(long seconds, int nanos) {
    long bound = Long.MAX_VALUE / PER_SECOND;
    if (seconds >= bound) {
      return Long.MAX_VALUE;
    }
    return seconds <= -bound ? Long.MIN_VALUE : seconds * PER_SECOND + nanos;
  }
}
