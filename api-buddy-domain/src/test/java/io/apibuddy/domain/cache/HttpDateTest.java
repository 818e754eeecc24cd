package io.apibuddy.domain.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 section 5.6.7. */
class HttpDateTest {
  private static final Instant INSTANT = Instant.parse("1994-11-06T08:49:37Z");

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
    assertThat(HttpDate.parse(text)).isEqualTo(INSTANT);
  }

  @Test
  void aTwoDigitYearIsInThePastUnlessItIsNear() {
    assertThat(HttpDate.parse("Thursday, 31-Dec-70 00:00:00 GMT"))
        .isEqualTo(Instant.parse("1970-12-31T00:00:00Z"));
    assertThat(HttpDate.parse("Tuesday, 31-Dec-30 00:00:00 GMT"))
        .isEqualTo(Instant.parse("2030-12-31T00:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "-1",
        "Mon, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 CET",
        "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 25:49:37 GMT",
        "1994-11-06T08:49:37Z"
      })
  void anythingElseIsNoDate(String text) {
    assertThat(HttpDate.parse(text)).isNull();
  }
}
