package io.apibuddy.ports.store.local;

import io.apibuddy.ports.store.Freshness;
import java.time.Duration;
import java.time.Instant;

/**
 * Converts times to whole milliseconds in a {@code long}, as stores keep them. Times out of range
 * saturate.
 */
public final class Millis {
  private Millis() {}

  /** Returns the milliseconds since 1970. */
  public static long of(Instant instant) {
    try {
      return instant.toEpochMilli();
    } catch (ArithmeticException beyond) {
      return instant.isBefore(Instant.EPOCH) ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  /** Returns the milliseconds of a duration. */
  public static long of(Duration duration) {
    try {
      return duration.toMillis();
    } catch (ArithmeticException beyond) {
      return duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  /** Returns the times as they are after being stored in milliseconds. */
  public static Freshness truncated(Freshness times) {
    Duration lifetime = times.lifetime();
    return new Freshness(
        truncated(times.requestedAt()),
        truncated(times.respondedAt()),
        lifetime == null ? null : Duration.ofMillis(of(lifetime)),
        truncated(times.discardAt()));
  }

  private static Instant truncated(Instant instant) {
    return Instant.ofEpochMilli(of(instant));
  }
}
