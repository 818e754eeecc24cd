package io.apibuddy.domain.cache;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Formats and parses HTTP dates (RFC 9110 section 5.6.7): one format is written, three are read. As
 * RFC 9111 section 4.2 requires, case does not count and GMT is the only zone. The day of the week
 * must be valid, but need not be right, since the date itself tells it.
 */
public final class HttpDate {
  private static final DateTimeFormatter IMF_FIXDATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private static final int LENGTH_OF_WEEKDAY = 3;

  /** How far in the future a two-digit year may be, in years. */
  private static final int MAX_YEARS_AHEAD = 50;

  private HttpDate() {}

  /** Formats an instant as an IMF-fixdate. */
  public static String format(Instant instant) {
    return IMF_FIXDATE.format(instant);
  }

  /**
   * Parses an HTTP date; returns null if the text is not one.
   *
   * @param now determines the century of a two-digit year: the latest at most 50 years ahead
   */
  public static @Nullable Instant parse(String text, Instant now) {
    String date = text.trim();
    int comma = date.indexOf(',');
    if (comma > LENGTH_OF_WEEKDAY) {
      LocalDateTime time = rfc850(new DateReader(date)).date();
      return time == null ? null : withCentury(time, now).toInstant(ZoneOffset.UTC);
    }
    DateReader fields = new DateReader(date);
    LocalDateTime time = (comma < 0 ? asctime(fields) : imfFixdate(fields)).date();
    return time == null ? null : time.toInstant(ZoneOffset.UTC);
  }

  private static DateReader imfFixdate(DateReader in) {
    in.weekday().literal(", ").day().literal(" ").month().literal(" ").year(4);
    return in.literal(" ").time().literal(" GMT");
  }

  private static DateReader rfc850(DateReader in) {
    in.wholeWeekday().literal(", ").day().literal("-").month().literal("-").year(2);
    return in.literal(" ").time().literal(" GMT");
  }

  private static DateReader asctime(DateReader in) {
    in.weekday().literal(" ").month().literal(" ").paddedDay();
    return in.literal(" ").time().literal(" ").year(4);
  }

  private static LocalDateTime withCentury(LocalDateTime time, Instant now) {
    LocalDateTime latest = LocalDateTime.ofInstant(now, ZoneOffset.UTC).plusYears(MAX_YEARS_AHEAD);
    int centuries = (latest.getYear() - time.getYear()) / 100;
    LocalDateTime moved = time.plusYears(centuries * 100L);
    return moved.isAfter(latest) ? moved.minusYears(100) : moved;
  }
}
