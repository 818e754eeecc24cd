package io.apibuddy.domain.throttle;

import io.apibuddy.domain.cache.HttpDate;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses the time at which a quota is reset, in the formats of providers: {@code 30} (seconds from
 * now) and {@code 1767225600} (seconds or milliseconds since 1970), also with a fraction; {@code
 * 6m0s} or {@code 20ms} (from now); {@code 2026-01-01T00:00:00Z} (RFC 3339); and {@code Thu, 01 Jan
 * 2026 00:00:00 GMT} (RFC 9110 section 5.6.7).
 */
final class ResetTime {
  private static final Pattern NUMBER = Pattern.compile("(\\d{1,15})(\\.\\d{1,9})?");
  private static final Pattern MILLIS = Pattern.compile("(\\d{1,15})(\\.\\d{1,9})?ms");
  private static final Pattern SPAN =
      Pattern.compile("(?=\\d)(\\d{1,9}h)?(\\d{1,9}m)?(\\d{1,9}(\\.\\d{1,9})?s)?");

  /** Numbers from here on are times since 1970: as seconds from now they would be 30 years. */
  private static final long EARLIEST_SECONDS = 1_000_000_000L;

  private static final long EARLIEST_MILLIS = EARLIEST_SECONDS * 1000;

  private ResetTime() {}

  /**
   * Returns the time until then, zero if it has passed.
   *
   * @param now the time of the wall clock
   * @return null if the text cannot be read
   */
  static @Nullable Duration until(String text, Instant now) {
    Matcher number = NUMBER.matcher(text);
    Duration left = number.matches() ? number(number, now) : span(text);
    if (left == null) {
      left = date(text, now);
    }
    return left != null && left.isNegative() ? Duration.ZERO : left;
  }

  private static Duration number(Matcher number, Instant now) {
    long whole = Long.parseLong(number.group(1));
    if (whole >= EARLIEST_MILLIS) {
      return Duration.between(now, Instant.ofEpochMilli(whole));
    }
    Duration seconds = Duration.parse("PT" + number.group() + "S");
    return whole >= EARLIEST_SECONDS ? Duration.between(now, Instant.EPOCH.plus(seconds)) : seconds;
  }

  private static @Nullable Duration span(String text) {
    if (MILLIS.matcher(text).matches()) { // rounded up to whole milliseconds
      String whole = text.substring(0, text.length() - "ms".length()).replaceFirst("\\..*", "");
      return Duration.ofMillis(Long.parseLong(whole) + (text.contains(".") ? 1 : 0));
    }
    return SPAN.matcher(text).matches() ? Duration.parse("PT" + text) : null;
  }

  private static @Nullable Duration date(String text, Instant now) {
    try {
      return Duration.between(now, OffsetDateTime.parse(text));
    } catch (DateTimeException | ArithmeticException e) {
      Instant date = HttpDate.parse(text, now);
      return date == null ? null : Duration.between(now, date);
    }
  }
}
