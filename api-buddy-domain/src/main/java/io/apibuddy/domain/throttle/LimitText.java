package io.apibuddy.domain.throttle;

import io.apibuddy.ports.store.RateLimit;
import java.time.Duration;
import java.util.List;

/** Formats limits as text. */
public final class LimitText {

  private static final List<Unit> UNITS =
      List.of(
          new Unit("day", 86_400),
          new Unit("hour", 3_600),
          new Unit("minute", 60),
          new Unit("second", 1));

  private LimitText() {}

  /** Returns a limit as text, such as {@code 5 requests per second}. */
  public static String of(RateLimit limit) {
    return limit.requests()
        + (limit.requests() == 1 ? " request per " : " requests per ")
        + window(limit.window());
  }

  /**
   * Returns {@code second}, {@code minute}, {@code hour} or {@code day}, or a number of the largest
   * of these that fits, such as {@code 15 minutes}, or of milliseconds.
   */
  static String window(Duration window) {
    if (window.toNanosPart() != 0) {
      return window.toMillis() + " milliseconds";
    }
    Unit unit = UNITS.stream().filter(each -> each.divides(window)).findFirst().orElseThrow();
    long number = window.toSeconds() / unit.seconds;
    return number == 1 ? unit.name : number + " " + unit.name + "s";
  }

  private record Unit(String name, long seconds) {
    boolean divides(Duration window) {
      return window.toSeconds() % seconds == 0;
    }
  }
}
