package io.apibuddy.domain.cache;

import io.apibuddy.ports.store.StoredResponse;
import java.time.Duration;
import java.time.Instant;

/** How old a stored response is (RFC 9111 section 4.2.3). */
public final class AgeCalculator {

  private AgeCalculator() {}

  /** Returns {@code current_age}: the age it came with plus the time it has been here. */
  public static Duration currentAge(StoredResponse stored, Instant now) {
    return correctedInitialAge(stored).plus(residentTime(stored, now));
  }

  /** Returns {@code resident_time}: how long it has been here, never negative. */
  public static Duration residentTime(StoredResponse stored, Instant now) {
    return atLeastZero(Duration.between(stored.freshness().respondedAt(), now));
  }

  private static Duration correctedInitialAge(StoredResponse stored) {
    Duration corrected = correctedAgeValue(stored);
    Duration apparent = apparentAge(stored);
    return apparent.compareTo(corrected) > 0 ? apparent : corrected;
  }

  private static Duration apparentAge(StoredResponse stored) {
    String date = stored.response().headers().first("Date");
    Instant dateValue = date == null ? null : HttpDate.parse(date);
    if (dateValue == null) {
      return Duration.ZERO;
    }
    return atLeastZero(Duration.between(dateValue, stored.freshness().respondedAt()));
  }

  private static Duration correctedAgeValue(StoredResponse stored) {
    Duration responseDelay =
        atLeastZero(
            Duration.between(stored.freshness().requestedAt(), stored.freshness().respondedAt()));
    return ageValue(stored).plus(responseDelay);
  }

  private static Duration ageValue(StoredResponse stored) {
    String age = stored.response().headers().first("Age");
    return Duration.ofSeconds(age == null ? 0 : DeltaSeconds.parse(age.trim()).orElse(0));
  }

  private static Duration atLeastZero(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }
}
