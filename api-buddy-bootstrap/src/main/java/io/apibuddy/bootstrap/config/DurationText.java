package io.apibuddy.bootstrap.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/** Formats durations as they are written in a configuration. */
public final class DurationText {

  private record Unit(String name, long seconds) {}

  private static final List<Unit> UNITS =
      List.of(new Unit("d", 86_400), new Unit("h", 3_600), new Unit("m", 60));

  private DurationText() {}

  /**
   * Returns a whole number with the largest possible unit, for example {@code 12h}; a duration that
   * is no whole number of milliseconds has a fraction.
   */
  public static String of(Duration time) {
    if (time.getNano() != 0) {
      BigDecimal millis =
          BigDecimal.valueOf(time.getSeconds())
              .movePointRight(3)
              .add(BigDecimal.valueOf(time.getNano(), 6));
      return millis.stripTrailingZeros().toPlainString() + "ms";
    }
    long seconds = time.toSeconds();
    for (Unit unit : UNITS) {
      if (seconds != 0 && seconds % unit.seconds() == 0) {
        return seconds / unit.seconds() + unit.name();
      }
    }
    return seconds + "s";
  }
}
