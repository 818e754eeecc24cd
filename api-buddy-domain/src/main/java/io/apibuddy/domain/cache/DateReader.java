package io.apibuddy.domain.cache;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A parser that reads the parts of a date one after the other, without regard to case. Once a part
 * does not match, the result is no date. For one thread.
 *
 * <p>It replaces regular expressions for speed, because every answer has dates.
 */
final class DateReader {
  private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
  private static final List<String> WHOLE_DAYS =
      List.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday");
  private static final List<String> MONTHS =
      List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

  private static final int LEAP_SECOND = 60;

  private final String text;
  private int position;
  private boolean invalid;
  private int year;
  private int month;
  private int day;
  private int hour;
  private int minute;
  private int second;

  DateReader(String text) {
    this.text = text;
  }

  /** Returns the date, a leap second being the one before; null if it did not match to its end. */
  @Nullable LocalDateTime date() {
    if (invalid || position < text.length()) {
      return null;
    }
    try {
      return LocalDateTime.of(
          year, month, day, hour, minute, second == LEAP_SECOND ? second - 1 : second);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Reads the day of the week, abbreviated to three letters. */
  DateReader weekday() {
    oneOf(DAYS);
    return this;
  }

  /** Reads the day of the week, written out. */
  DateReader wholeWeekday() {
    oneOf(WHOLE_DAYS);
    return this;
  }

  DateReader year(int digits) {
    year = number(digits);
    return this;
  }

  DateReader month() {
    month = oneOf(MONTHS) + 1;
    return this;
  }

  DateReader day() {
    day = number(2);
    return this;
  }

  /** Reads the day of the month, which may begin with a space instead of a zero. */
  DateReader paddedDay() {
    if (!startsWith(" ")) {
      return day();
    }
    position++;
    day = number(1);
    return this;
  }

  DateReader time() {
    hour = number(2);
    literal(":");
    minute = number(2);
    literal(":");
    second = number(2);
    return this;
  }

  DateReader literal(String expected) {
    invalid |= !startsWith(expected);
    position += expected.length();
    return this;
  }

  private int oneOf(List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      if (startsWith(names.get(i))) {
        position += names.get(i).length();
        return i;
      }
    }
    invalid = true;
    return 0;
  }

  private int number(int digits) {
    int number = 0;
    for (int end = position + digits; position < end; position++) {
      char c = position < text.length() ? text.charAt(position) : ' ';
      invalid |= c < '0' || c > '9';
      number = number * 10 + (c - '0');
    }
    return number;
  }

  private boolean startsWith(String expected) {
    return text.regionMatches(true, position, expected, 0, expected.length());
  }
}
