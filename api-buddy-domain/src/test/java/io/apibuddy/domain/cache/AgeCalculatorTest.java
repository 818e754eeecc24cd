package io.apibuddy.domain.cache;

import static io.apibuddy.domain.cache.StoredResponses.RESPONDED;
import static io.apibuddy.domain.cache.StoredResponses.stored;
import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.store.StoredResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** RFC 9111 section 4.2.3. */
class AgeCalculatorTest {

  private static Duration age(StoredResponse stored, int secondsLater) {
    return AgeCalculator.currentAge(stored, RESPONDED.plusSeconds(secondsLater));
  }

  private static String date(int secondsBefore) {
    return HttpDate.format(RESPONDED.minusSeconds(secondsBefore));
  }

  @Test
  void residentTimeIsPartOfTheAge() {
    assertThat(age(stored(Headers.of("Date", date(0))), 30)).isEqualTo(Duration.ofSeconds(30));
    assertThat(age(stored(Headers.EMPTY), 30)).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void correctedAgeValueIsTheAgeFieldPlusTheResponseDelay() {
    Headers response = Headers.of("Age", " 100 ", "Date", date(0));
    StoredResponse stored = stored(Headers.EMPTY, response, Duration.ofSeconds(4), null);

    assertThat(age(stored, 10)).isEqualTo(Duration.ofSeconds(114));
  }

  @Test
  void apparentAgeIsUsedIfItIsGreater() {
    assertThat(age(stored(Headers.of("Age", "5", "Date", date(60))), 1))
        .isEqualTo(Duration.ofSeconds(61));
  }

  @Test
  void neitherADateInTheFutureNorAClockSetBackMakesAnAgeNegative() {
    StoredResponse fromTheFuture = stored(Headers.of("Date", date(-1000)));

    assertThat(age(fromTheFuture, 0)).isEqualTo(Duration.ZERO);
    assertThat(age(fromTheFuture, -50)).isEqualTo(Duration.ZERO);
    assertThat(AgeCalculator.residentTime(fromTheFuture, RESPONDED.minusSeconds(50)))
        .isEqualTo(Duration.ZERO);
  }

  @Test
  void unreadableFieldsCountAsAbsent() {
    assertThat(age(stored(Headers.of("Age", "-1", "Date", "yesterday")), 3))
        .isEqualTo(Duration.ofSeconds(3));
    assertThat(age(stored(Headers.of("Age", "99999999999999999999")), 0))
        .isEqualTo(Duration.ofSeconds(DeltaSeconds.MAX));
  }
}
