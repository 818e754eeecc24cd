package io.apibuddy.domain.throttle;

import io.apibuddy.ports.store.RateLimit;
import java.time.Duration;

/** Formats limits as text. */
public final class LimitText {

  private LimitText() {}

  /** Returns a limit as text, such as {@code 5 requests per second}. */
  public static String of(RateLimit limit) {
    return limit.requests()
        + (limit.requests() == 1 ? " request per " : " requests per ")
        + window(limit.window());
  }

  /**
   * Returns {@code second}, {@code minute}, {@code hour}, {@code day}, or a number of seconds or
   * milliseconds.
   */
  static String window(Duration window) {
    if (window.toNanosPart() == 0) {
      if (window.toSeconds() == 1) {
        return "second";
      }
      if (window.toSeconds() == 60) {
        return "minute";
      }
      if (window.toSeconds() == 3_600) {
        return "hour";
      }
      if (window.toSeconds() == 86_400) {
        return "day";
      }
      return window.toSeconds() + " seconds";
    }
    return window.toMillis() + " milliseconds";
  }
}
