package io.apibuddy.domain.cache;

import static io.apibuddy.domain.cache.StoredResponses.RESPONDED;
import static io.apibuddy.domain.cache.StoredResponses.stored;
import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.store.StoredResponse;
import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;

/** RFC 9111 sections 1.2.2 and 4.2.3, with any readings of the clocks. */
class AgeProperties {

  private static final long CENTURY = 3_155_760_000L;

  @Property(tries = 2_000, seed = "1")
  void ageIsNeverNegativeNeverDecreasesAndSaturates(
      @ForAll @NumericChars @StringLength(max = 25) String age,
      @ForAll @LongRange(min = -CENTURY, max = CENTURY) long sentBefore,
      @ForAll @LongRange(min = -CENTURY, max = CENTURY) long delay,
      @ForAll @LongRange(min = -CENTURY, max = CENTURY) long later,
      @ForAll @LongRange(min = 0, max = CENTURY) long laterStill) {
    Headers response =
        Headers.of("Age", age, "Date", HttpDate.format(RESPONDED.minusSeconds(sentBefore)));
    Duration way = Duration.ofSeconds(delay, later % 1_000_000_000);
    StoredResponse stored = stored(Headers.EMPTY, response, way, null);
    Instant now = RESPONDED.plusSeconds(later).plusNanos(sentBefore % 1_000_000_000);
    Duration then = AgeCalculator.currentAge(stored, now);

    assertThat(then)
        .isGreaterThanOrEqualTo(Duration.ZERO)
        .isGreaterThanOrEqualTo(AgeCalculator.residentTime(stored, now))
        .isLessThanOrEqualTo(Duration.ofSeconds(DeltaSeconds.MAX + 3 * CENTURY));
    assertThat(AgeCalculator.currentAge(stored, now.plusSeconds(laterStill)))
        .isGreaterThanOrEqualTo(then);
    assertThat(AgeCalculator.currentAgeSeconds(stored, now)).isEqualTo(then.toSeconds());
  }

  @Property(tries = 2_000, seed = "2")
  void moreDigitsNeverMakeASmallerNumberOfSeconds(
      @ForAll @NumericChars @StringLength(min = 1, max = 25) String digits,
      @ForAll @IntRange(max = 9) int more) {
    long seconds = DeltaSeconds.parse(digits).orElseThrow();

    assertThat(seconds).isBetween(0L, DeltaSeconds.MAX);
    assertThat(DeltaSeconds.parse(digits + more).orElseThrow()).isGreaterThanOrEqualTo(seconds);
    assertThat(DeltaSeconds.parse("0" + digits)).hasValue(seconds);
  }

  @Property(tries = 1_000, seed = "3")
  void formattedDateIsParsedAsTheSameInstant(
      @ForAll @LongRange(min = 0, max = 253_402_300_799L) long epochSecond) {
    Instant instant = Instant.ofEpochSecond(epochSecond);

    assertThat(HttpDate.parse(HttpDate.format(instant), Instant.EPOCH)).isEqualTo(instant);
  }

  @Property(tries = 1_000, seed = "4")
  void heuristicLifetimeIsATenthOfTheTimeSinceLastModifiedADayAtMost(
      @ForAll @LongRange(min = 0, max = 253_402_300_799L) long date,
      @ForAll @LongRange(min = -1, max = 2_000_000) long secondsBefore,
      @ForAll @IntRange(max = 999_999_999) int nanos) {
    Instant now = Instant.ofEpochSecond(date, nanos);
    Duration since = Duration.ofSeconds(secondsBefore);
    Duration tenth = secondsBefore < 0 ? Duration.ZERO : since.plusNanos(nanos).dividedBy(10);

    assertThat(HeuristicFreshness.lifetime(Instant.ofEpochSecond(date).minus(since), now))
        .isEqualTo(tenth.compareTo(Duration.ofDays(1)) > 0 ? Duration.ofDays(1) : tenth);
  }
}
