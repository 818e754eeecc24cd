package io.apibuddy.domain.cache;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.time.Extremes;
import java.time.Duration;
import java.time.Instant;

/** Calculates the age of stored responses (RFC 9111 section 4.2.3). */
public final class AgeCalculator {

  private static final long NANOS_OF_SECOND = 1_000_000_000;

  private AgeCalculator() {}

  /** Returns {@code current_age}: the age on arrival plus the time in this cache. */
  public static Duration currentAge(StoredResponse stored, Instant now) {
    return StoredFacts.of(stored).initialAge().plus(residentTime(stored, now));
  }

  /**
   * Returns {@link #currentAge} in whole seconds, as the field {@code Age} has it. Called on each
   * hit, so it creates no objects.
   */
  public static long currentAgeSeconds(StoredResponse stored, Instant now) {
    Duration initialAge = StoredFacts.of(stored).initialAge();
    Instant respondedAt = stored.freshness().respondedAt();
    if (now.isBefore(respondedAt)) {
      return initialAge.toSeconds();
    }
    long seconds = initialAge.getSeconds() + now.getEpochSecond() - respondedAt.getEpochSecond();
    long nanos = (long) initialAge.getNano() + now.getNano() - respondedAt.getNano();
    return seconds + Math.floorDiv(nanos, NANOS_OF_SECOND);
  }

  /** Returns {@code resident_time}: the time in this cache, never negative. */
  public static Duration residentTime(StoredResponse stored, Instant now) {
    return atLeastZero(Duration.between(stored.freshness().respondedAt(), now));
  }

  /**
   * Returns {@code corrected_initial_age}: the age of a response on arrival.
   *
   * @param dateValue the response's {@link #dateValue}
   */
  static Duration correctedInitialAge(
      Headers response, Instant dateValue, Instant requestedAt, Instant respondedAt) {
    Duration responseDelay = atLeastZero(Duration.between(requestedAt, respondedAt));
    Duration corrected = ageValue(response).plus(responseDelay);
    Duration apparent = atLeastZero(Duration.between(dateValue, respondedAt));
    return Extremes.max(apparent, corrected);
  }

  /** Returns {@code date_value}: the {@code Date}, or {@code respondedAt} without a valid one. */
  static Instant dateValue(Headers response, Instant respondedAt) {
    String date = response.first("Date");
    Instant stated = date == null ? null : HttpDate.parse(date, respondedAt);
    return stated == null ? respondedAt : stated;
  }

  /** The first member counts, if it is a number of seconds (section 5.1). */
  private static Duration ageValue(Headers response) {
    String age = response.first("Age");
    if (age == null) {
      return Duration.ZERO;
    }
    int comma = age.indexOf(',');
    String first = comma < 0 ? age : age.substring(0, comma);
    return Duration.ofSeconds(DeltaSeconds.parse(first.trim()).orElse(0));
  }

  private static Duration atLeastZero(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }
}
