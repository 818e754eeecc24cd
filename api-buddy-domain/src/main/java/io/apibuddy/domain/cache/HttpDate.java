package io.apibuddy.domain.cache;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Dates of HTTP (RFC 9110 section 5.6.7): written in one format, read in three. As RFC 9111 section
 * 4.2 has it, case does not count and no zone but GMT is one. The day of the week must be one, but
 * not the right one: it says nothing that the date does not.
 */
public final class HttpDate {
  private static final DateTimeFormatter IMF_FIXDATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private static final int LENGTH_OF_WEEKDAY = 3;

  /** How far in the future a year of two digits may be, in years. */
  private static final int FUTURE = 50;

  private HttpDate() {}

  /** Returns an instant as an IMF-fixdate. */
  public static String format(Instant instant) {
    return IMF_FIXDATE.format(instant);
  }

  /**
   * Returns the instant of an HTTP-date, null if the text is none.
   *
   * @param now decides the century of a year of two digits: the latest that is not more than 50
   *     years in the future
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
    LocalDateTime latest = LocalDateTime.ofInstant(now, ZoneOffset.UTC).plusYears(FUTURE);
    int centuries = (latest.getYear() - time.getYear()) / 100;
    LocalDateTime moved = time.plusYears(centuries * 100L);
    return moved.isAfter(latest) ? moved.minusYears(100) : moved;
  }
}
