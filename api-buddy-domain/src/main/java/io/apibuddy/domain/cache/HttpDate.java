package io.apibuddy.domain.cache;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Dates of HTTP (RFC 9110 section 5.6.7): written in one format, read in three. */
public final class HttpDate {
  private static final DateTimeFormatter IMF_FIXDATE = utc("EEE, dd MMM yyyy HH:mm:ss 'GMT'");

  /** Two digits of the year stand for 1970 to 2069. */
  private static final DateTimeFormatter RFC_850 =
      new DateTimeFormatterBuilder()
          .appendPattern("EEEE, dd-MMM-")
          .appendValueReduced(ChronoField.YEAR, 2, 2, 1970)
          .appendPattern(" HH:mm:ss 'GMT'")
          .toFormatter(Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private static final DateTimeFormatter ASCTIME = utc("EEE MMM ppd HH:mm:ss yyyy");
  private static final List<DateTimeFormatter> READ = List.of(IMF_FIXDATE, RFC_850, ASCTIME);

  private HttpDate() {}

  /** Returns an instant as an IMF-fixdate. */
  public static String format(Instant instant) {
    return IMF_FIXDATE.format(instant);
  }

  /** Returns the instant of an HTTP-date, null if the text is none. */
  public static @Nullable Instant parse(String text) {
    String date = text.trim();
    Instant instant = null;
    for (int i = 0; instant == null && i < READ.size(); i++) {
      instant = parse(date, READ.get(i));
    }
    return instant;
  }

  private static @Nullable Instant parse(String date, DateTimeFormatter format) {
    try {
      return format.parse(date, Instant::from);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static DateTimeFormatter utc(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
  }
}
