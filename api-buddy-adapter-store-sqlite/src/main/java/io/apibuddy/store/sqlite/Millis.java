package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.Freshness;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Brings times to whole milliseconds since 1970, as the tables keep them; saturates. */
final class Millis {
  private Millis() {}

  static long of(Instant instant) {
    try {
      return instant.toEpochMilli();
    } catch (ArithmeticException beyond) {
      return instant.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  static long of(Duration duration) {
    try {
      return duration.toMillis();
    } catch (ArithmeticException beyond) {
      return duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  /** Returns the times as they will be read back. */
  static Freshness kept(Freshness times) {
    @Nullable Duration lifetime = times.lifetime();
    return new Freshness(
        Instant.ofEpochMilli(of(times.requestedAt())),
        Instant.ofEpochMilli(of(times.respondedAt())),
        lifetime == null ? null : Duration.ofMillis(of(lifetime)),
        Instant.ofEpochMilli(of(times.discardAt())));
  }
}
