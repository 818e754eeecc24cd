package io.apibuddy.ports.spi;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses settings that arrive as text because only the adapter knows their types. */
final class SettingText {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,12})(ms|s|m|h|d|)");
  private static final Map<String, ChronoUnit> UNITS =
      Map.of(
          "ms", ChronoUnit.MILLIS,
          "s", ChronoUnit.SECONDS,
          "", ChronoUnit.SECONDS,
          "m", ChronoUnit.MINUTES,
          "h", ChronoUnit.HOURS,
          "d", ChronoUnit.DAYS);

  private SettingText() {}

  /** Returns the text as a value of {@code type}, or null if it is not one. */
  static @Nullable Object read(String text, Class<?> type) {
    if (type == Long.class) {
      return number(text);
    }
    if (type == Boolean.class) {
      return Set.of("true", "false").contains(text) ? Boolean.valueOf(text) : null;
    }
    return type == Duration.class ? duration(text) : text;
  }

  private static @Nullable Long number(String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static @Nullable Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    ChronoUnit unit = UNITS.get(matcher.group(2));
    return unit == null ? null : Duration.of(Long.parseLong(matcher.group(1)), unit);
  }
}
