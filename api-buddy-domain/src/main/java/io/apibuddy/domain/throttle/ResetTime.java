package io.apibuddy.domain.throttle;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When a quota is filled up again, in the formats that providers use: {@code 30} (seconds from
 * now), {@code 1767225600} (since 1970, in seconds or milliseconds), {@code 6m0s} or {@code 20ms}
 * (from now), {@code 2026-01-01T00:00:00Z} (RFC 3339).
 */
final class ResetTime {
  private static final Pattern WHOLE = Pattern.compile("\\d{1,15}");
  private static final Pattern DECIMAL = Pattern.compile("\\d{1,15}\\.\\d{1,9}");
  private static final Pattern MILLIS = Pattern.compile("(\\d{1,15})(\\.\\d{1,9})?ms");
  private static final Pattern SPAN =
      Pattern.compile("(?=\\d)(\\d{1,9}h)?(\\d{1,9}m)?(\\d{1,9}(\\.\\d{1,9})?s)?");

  /** No number of seconds from now is as great: that would be more than 30 years. */
  private static final long EARLIEST_SECONDS = 1_000_000_000L;

  private static final long EARLIEST_MILLIS = EARLIEST_SECONDS * 1000;

  private ResetTime() {}

  /**
   * Returns how long it is until then, zero if it has passed.
   *
   * @param now what the wall clock says
   * @return null if the text cannot be read
   */
  static @Nullable Duration until(String text, Instant now) {
    Duration left = WHOLE.matcher(text).matches() ? number(Long.parseLong(text), now) : span(text);
    if (left == null) {
      left = date(text, now);
    }
    return left != null && left.isNegative() ? Duration.ZERO : left;
  }

  private static Duration number(long number, Instant now) {
    if (number >= EARLIEST_MILLIS) {
      return Duration.between(now, Instant.ofEpochMilli(number));
    }
    return number >= EARLIEST_SECONDS
        ? Duration.between(now, Instant.ofEpochSecond(number))
        : Duration.ofSeconds(number);
  }

  private static @Nullable Duration span(String text) {
    if (DECIMAL.matcher(text).matches()) {
      return Duration.parse("PT" + text + "S");
    }
    if (MILLIS.matcher(text).matches()) { // what is left of a millisecond counts as one
      String whole = text.substring(0, text.length() - "ms".length()).replaceFirst("\\..*", "");
      return Duration.ofMillis(Long.parseLong(whole) + (text.contains(".") ? 1 : 0));
    }
    return SPAN.matcher(text).matches() ? Duration.parse("PT" + text) : null;
  }

  private static @Nullable Duration date(String text, Instant now) {
    try {
      return Duration.between(now, OffsetDateTime.parse(text));
    } catch (DateTimeException | ArithmeticException e) {
      return null;
    }
  }
}
