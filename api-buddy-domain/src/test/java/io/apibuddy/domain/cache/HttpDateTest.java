package io.apibuddy.domain.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 section 5.6.7, as RFC 9111 section 4.2 requires of caches. */
class HttpDateTest {
  private static final Instant INSTANT = Instant.parse("1994-11-06T08:49:37Z");
  private static final Instant NOW = Instant.parse("2030-07-01T00:00:00Z");

  private static @Nullable Instant parse(String text) {
    return HttpDate.parse(text, NOW);
  }

  @Test
  void datesAreWrittenAsImfFixdate() {
    assertThat(HttpDate.format(INSTANT.plusMillis(999))).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sun, 06 Nov 1994 08:49:37 GMT",
        " Sun, 06 Nov 1994 08:49:37 GMT ",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994"
      })
  void allThreeFormatsAreRead(String text) {
    assertThat(parse(text)).isEqualTo(INSTANT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sun, 06 nov 1994 08:49:37 gmt",
        "SUN, 06 NOV 1994 08:49:37 Gmt",
        "sUNDAY, 06-nOV-94 08:49:37 gMT",
        "SUN NOV  6 08:49:37 1994"
      })
  void section4_2CaseIsIgnored(String text) {
    assertThat(parse(text)).isEqualTo(INSTANT);
  }

  @Test
  void wrongDayOfTheWeekIsIgnored() {
    assertThat(parse("Mon, 06 Nov 1994 08:49:37 GMT")).isEqualTo(INSTANT);
  }

  @Test
  void leapSecondIsReadAsTheSecondBeforeIt() {
    assertThat(parse("Sat, 31 Dec 2016 23:59:60 GMT"))
        .isEqualTo(Instant.parse("2016-12-31T23:59:59Z"));
  }

  @ParameterizedTest
  @CsvSource({
    "'Friday, 31-Dec-99 00:00:00 GMT', 1999-12-31T00:00:00Z",
    "'Saturday, 01-Jan-00 00:00:00 GMT', 2000-01-01T00:00:00Z",
    "'Monday, 01-Jul-80 00:00:00 GMT', 2080-07-01T00:00:00Z",
    "'Monday, 01-Jul-80 00:00:01 GMT', 1980-07-01T00:00:01Z",
    "'Thursday, 31-Dec-81 00:00:00 GMT', 1981-12-31T00:00:00Z",
    "'Saturday, 29-Feb-64 00:00:00 GMT', 2064-02-29T00:00:00Z",
  })
  void aTwoDigitYearIsAtMostFiftyYearsInTheFuture(String text, Instant expected) {
    assertThat(parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "-1",
        "Sun, 06 Nov 1994 08:49:37 CET",
        "Sun, 06 Nov 1994 08:49:37 UTC",
        "Sun, 06 Nov 1994 08:49:37 +0000",
        "Sun, 06 Nov 1994 08:49:37",
        "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 94 08:49:37 GMT",
        "Sun, 06  Nov 1994 08:49:37 GMT",
        "Sun,  06 Nov 1994 08:49:37 GMT",
        "Sun 06 Nov 1994 08:49:37 GMT",
        "Sun, 06-Nov-1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 8:49:37 GMT",
        "Sun, 06 Nov 1994 08.49.37 GMT",
        "Sun, 06 Nov 1994 25:49:37 GMT",
        "Sun, 31 Feb 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-1994 08:49:37 GMT",
        "Sun Nov 6 08:49:37 1994",
        "Day, 06 Nov 1994 08:49:37 GMT",
        "1994-11-06T08:49:37Z"
      })
  void anythingElseIsNoDate(String text) {
    assertThat(parse(text)).isNull();
  }
}
