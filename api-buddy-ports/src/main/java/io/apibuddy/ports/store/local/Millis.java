package io.apibuddy.ports.store.local;

import io.apibuddy.ports.store.Freshness;
import java.time.Duration;
import java.time.Instant;

/** Times as whole milliseconds in a long, as stores keep them; what is beyond saturates. */
public final class Millis {
  private Millis() {}

  /** Returns milliseconds since 1970. */
  public static long of(Instant instant) {
    try {
      return instant.toEpochMilli();
    } catch (ArithmeticException beyond) {
      return instant.isBefore(Instant.EPOCH) ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  /** Returns how many milliseconds a duration has. */
  public static long of(Duration duration) {
    try {
      return duration.toMillis();
    } catch (ArithmeticException beyond) {
      return duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  /** Returns the times as they are after they were kept in milliseconds. */
  public static Freshness kept(Freshness times) {
    Duration lifetime = times.lifetime();
    return new Freshness(
        kept(times.requestedAt()),
        kept(times.respondedAt()),
        lifetime == null ? null : Duration.ofMillis(of(lifetime)),
        kept(times.discardAt()));
  }

  private static Instant kept(Instant instant) {
    return Instant.ofEpochMilli(of(instant));
  }
}
