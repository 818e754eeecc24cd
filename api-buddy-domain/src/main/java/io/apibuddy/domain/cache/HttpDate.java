package io.apibuddy.domain.cache;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
  private static final String DAY = "(?:mon|tue|wed|thu|fri|sat|sun)";
  private static final String WHOLE_DAY = "(?:mon|tues|wednes|thurs|fri|satur|sun)day";
  private static final String MONTH = "(?<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)";
  private static final String TIME = "(?<hour>\\d\\d):(?<minute>\\d\\d):(?<second>\\d\\d)";

  private static final List<Pattern> READ =
      List.of(
          pattern(DAY + ", (?<day>\\d\\d) " + MONTH + " (?<year>\\d{4}) " + TIME + " gmt"),
          pattern(WHOLE_DAY + ", (?<day>\\d\\d)-" + MONTH + "-(?<year>\\d\\d) " + TIME + " gmt"),
          pattern(DAY + " " + MONTH + " (?<day>[ \\d]\\d) " + TIME + " (?<year>\\d{4})"));

  /** How far in the future a year of two digits may be, in years. */
  private static final int FUTURE = 50;

  private static final int LEAP_SECOND = 60;

  private HttpDate() {}

  private static Pattern pattern(String format) {
    return Pattern.compile(format, Pattern.CASE_INSENSITIVE);
  }

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
    for (Pattern format : READ) {
      Matcher fields = format.matcher(date);
      if (fields.matches()) {
        return instant(fields, now);
      }
    }
    return null;
  }

  private static @Nullable Instant instant(Matcher fields, Instant now) {
    String year = fields.group("year");
    int second = number(fields, "second");
    try {
      LocalDateTime time =
          LocalDateTime.of(
              number(fields, "year"),
              MONTHS.indexOf(fields.group("month").toLowerCase(Locale.ROOT)) / 3 + 1,
              number(fields, "day"),
              number(fields, "hour"),
              number(fields, "minute"),
              second == LEAP_SECOND ? second - 1 : second);
      return (year.length() == 2 ? withCentury(time, now) : time).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static LocalDateTime withCentury(LocalDateTime time, Instant now) {
    LocalDateTime latest = LocalDateTime.ofInstant(now, ZoneOffset.UTC).plusYears(FUTURE);
    int centuries = (latest.getYear() - time.getYear()) / 100;
    LocalDateTime moved = time.plusYears(centuries * 100L);
    return moved.isAfter(latest) ? moved.minusYears(100) : moved;
  }

  private static int number(Matcher fields, String name) {
    return Integer.parseInt(fields.group(name).trim());
  }
}
