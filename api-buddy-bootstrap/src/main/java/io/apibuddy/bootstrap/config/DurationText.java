package io.apibuddy.bootstrap.config;

import java.time.Duration;

/** Writes durations the way the configuration does. */
public final class DurationText {

  private DurationText() {}

  /** Returns a number and the largest unit that makes it a whole one, {@code 12h} for example. */
  public static String of(Duration time) {
    if (time.toMillis() % 1_000 != 0) {
      return time.toMillis() + "ms";
    }
    long seconds = time.toSeconds();
    if (seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    }
    if (seconds % 3_600 == 0) {
      return seconds / 3_600 + "h";
    }
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }
}
