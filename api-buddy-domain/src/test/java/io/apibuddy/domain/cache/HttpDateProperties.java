package io.apibuddy.domain.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** RFC 9110 section 5.6.7: dates are parsed as its grammar, as regular expressions, says. */
class HttpDateProperties {
  private static final Instant NOW = Instant.parse("2026-07-01T00:00:00Z");

  private static final List<DateTimeFormatter> FORMS =
      List.of(
          form("EEE, dd MMM yyyy HH:mm:ss 'GMT'"),
          form("EEEE, dd-MMM-yy HH:mm:ss 'GMT'"),
          form("EEE MMM ppd HH:mm:ss yyyy"),
          form("EEE MMM dd HH:mm:ss yyyy"));

  private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
  private static final String DAY = "(?:mon|tue|wed|thu|fri|sat|sun)";
  private static final String WHOLE_DAY = "(?:mon|tues|wednes|thurs|fri|satur|sun)day";
  private static final String MONTH = "(?<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)";
  private static final String TIME = "(?<hour>\\d\\d):(?<minute>\\d\\d):(?<second>\\d\\d)";

  private static final List<Pattern> GRAMMAR =
      List.of(
          rule(DAY + ", (?<day>\\d\\d) " + MONTH + " (?<year>\\d{4}) " + TIME + " gmt"),
          rule(WHOLE_DAY + ", (?<day>\\d\\d)-" + MONTH + "-(?<year>\\d\\d) " + TIME + " gmt"),
          rule(DAY + " " + MONTH + " (?<day>[ \\d]\\d) " + TIME + " (?<year>\\d{4})"));

  private static DateTimeFormatter form(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
  }

  private static Pattern rule(String pattern) {
    return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
  }

  @Provide
  Arbitrary<String> dates() {
    Arbitrary<OffsetDateTime> times =
        Arbitraries.longs()
            .between(0, 253_402_300_799L)
            .map(second -> Instant.ofEpochSecond(second).atOffset(ZoneOffset.UTC));
    return Combinators.combine(times, Arbitraries.of(FORMS)).as((time, form) -> form.format(time));
  }

  /** Dates with up to three edits at arbitrary places. */
  @Provide
  Arbitrary<String> nearlyDates() {
    Arbitrary<String> pieces =
        Arbitraries.of("", " ", ",", ":", "-", "0", "6", "9", "T", "a", "\u00b2");
    Arbitrary<Edit> edits =
        Combinators.combine(
                Arbitraries.integers().between(0, 32), Arbitraries.integers().between(0, 2), pieces)
            .as(Edit::new);
    return Combinators.combine(dates(), edits.list().ofMaxSize(3))
        .as(
            (date, changes) -> {
              String text = date;
              for (Edit change : changes) {
                text = change.in(text);
              }
              return text;
            });
  }

  private record Edit(int at, int removed, String added) {
    String in(String text) {
      int start = Math.min(at, text.length());
      int end = Math.min(start + removed, text.length());
      return text.substring(0, start) + added + text.substring(end);
    }
  }

  @Property(tries = 3_000, seed = "1")
  void allFormsAreParsedAsTheGrammarSays(@ForAll("dates") String date) {
    assertThat(HttpDate.parse(date, NOW)).isNotNull().isEqualTo(byGrammar(date));
  }

  @Property(tries = 5_000, seed = "2")
  void textThatIsNearlyADateIsParsedAsTheGrammarSays(@ForAll("nearlyDates") String text) {
    assertThat(HttpDate.parse(text, NOW)).isEqualTo(byGrammar(text));
  }

  private static @Nullable Instant byGrammar(String text) {
    for (Pattern rule : GRAMMAR) {
      Matcher fields = rule.matcher(text.trim());
      if (fields.matches()) {
        return instant(fields);
      }
    }
    return null;
  }

  private static @Nullable Instant instant(Matcher fields) {
    String month = fields.group("month").toLowerCase(Locale.ROOT);
    try {
      LocalDateTime time =
          LocalDateTime.of(
              number(fields, "year"),
              MONTHS.indexOf(month) / 3 + 1,
              number(fields, "day"),
              number(fields, "hour"),
              number(fields, "minute"),
              number(fields, "second") == 60 ? 59 : number(fields, "second"));
      return (fields.group("year").length() == 2 ? withCentury(time) : time)
          .toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static LocalDateTime withCentury(LocalDateTime time) {
    LocalDateTime latest = LocalDateTime.ofInstant(NOW, ZoneOffset.UTC).plusYears(50);
    LocalDateTime moved = time.plusYears((latest.getYear() - time.getYear()) / 100 * 100L);
    return moved.isAfter(latest) ? moved.minusYears(100) : moved;
  }

  private static int number(Matcher fields, String name) {
    return Integer.parseInt(fields.group(name).trim());
  }
}
