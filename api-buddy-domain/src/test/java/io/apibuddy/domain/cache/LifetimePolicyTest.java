package io.apibuddy.domain.cache;

import static io.apibuddy.domain.cache.StoredResponses.RESPONDED;
import static io.apibuddy.domain.cache.StoredResponses.http;
import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.Freshness;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111 sections 4.2.1 to 4.2.3. */
class LifetimePolicyTest {

  private static String date(long secondsAfterResponse) {
    return HttpDate.format(RESPONDED.plusSeconds(secondsAfterResponse));
  }

  private static ReceivedResponse received(int status, Headers headers) {
    return new ReceivedResponse(new ResponseHead(status, headers), RESPONDED);
  }

  private static long lifetime(int status, String... fields) {
    Headers.Builder headers = Headers.builder().add("Date", date(0));
    headers.addAll(Headers.of(fields));
    return LifetimePolicy.freshnessLifetime(received(status, headers.build())).toSeconds();
  }

  @ParameterizedTest
  @CsvSource({
    "max-age=60, 60",
    "'MAX-AGE=60', 60",
    "'max-age=\"60\"', 60",
    "'max-age=10, s-maxage=60', 60",
    "'s-maxage=60, max-age=10', 60",
    "'max-age=60, max-age=5', 60",
    "'a=\"max-age=9\", max-age=60', 60",
    "max-age=0060, 60",
    "max-age=99999999999999999999, 2147483648",
  })
  void section4_2_1SMaxageTakesPrecedenceOverMaxAgeAndExpires(String cacheControl, long seconds) {
    assertThat(lifetime(200, "Cache-Control", cacheControl, "Expires", date(7))).isEqualTo(seconds);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "max-age=a100",
        "max-age=100a",
        "max-age=-1",
        "max-age=1.5",
        "max-age=",
        "max-age",
        "max-age='100'",
        "max-age=10 0",
        "max-age =100",
        "max-age= 100",
        "s-maxage=x, max-age=60"
      })
  void section4_2_1InvalidFreshnessInformationMeansStale(String cacheControl) {
    assertThat(lifetime(200, "Cache-Control", cacheControl, "Last-Modified", date(-1000))).isZero();
  }

  @Test
  void section5_3LifetimeIsExpiresLessDate() {
    assertThat(lifetime(200, "Expires", date(60))).isEqualTo(60);
    assertThat(lifetime(200, "Expires", date(-60))).isZero();
  }

  @Test
  void section5_3ASecondExpiresLineMakesItInvalid() {
    assertThat(lifetime(200, "Expires", date(60), "Expires", date(60))).isZero();
  }

  @Test
  void section4_2ExpiresIsReadWhateverItsCase() {
    assertThat(lifetime(200, "Expires", date(60).toLowerCase(Locale.ROOT))).isEqualTo(60);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "tomorrow", "Thu, 01 Jan 2030", "1893456000"})
  void section5_3AnInvalidExpiresIsInThePast(String expires) {
    assertThat(lifetime(200, "Expires", expires, "Last-Modified", date(-1000))).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501})
  void section4_2_2HeuristicLifetimeIsATenthOfTheTimeSinceLastModified(int status) {
    assertThat(lifetime(status, "Last-Modified", date(-1000))).isEqualTo(100);
  }

  @Test
  void section4_2_2HeuristicLifetimeIsADayAtMostAndNeedsAPastLastModified() {
    assertThat(lifetime(200, "Last-Modified", date(-100L * 86_400))).isEqualTo(86_400);
    assertThat(lifetime(200, "Last-Modified", date(10))).isZero();
    assertThat(lifetime(200)).isZero();
    assertThat(lifetime(302, "Last-Modified", date(-1000))).isZero();
    assertThat(lifetime(302, "Last-Modified", date(-1000), "Cache-Control", "public"))
        .isEqualTo(100);
  }

  @Test
  void rfc9213TheTargetedFieldOverrulesExpiresToo() {
    assertThat(lifetime(200, "CDN-Cache-Control", "max-age=30", "Expires", date(60))).isEqualTo(30);
    assertThat(lifetime(200, "CDN-Cache-Control", "public", "Expires", date(60))).isZero();
    assertThat(lifetime(200, "CDN-Cache-Control", "x=?0", "Cache-Control", "max-age=7")).isZero();
    assertThat(lifetime(200, "CDN-Cache-Control", "max-age=\"3", "Cache-Control", "max-age=7"))
        .isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource({
    "10, 50",
    "'10, 20', 50",
    "-10, 60",
    "10.5, 60",
    "ten, 60",
    "90, -30",
    "99999999999, -2147483588",
  })
  void section4_2_3AgeFieldIsSubtractedFromTheLifetime(String age, long left) {
    ReceivedResponse response =
        received(200, Headers.of("Date", date(0), "Age", age, "Cache-Control", "max-age=60"));

    assertThat(LifetimePolicy.times(http(), response, RESPONDED).lifetime())
        .isEqualTo(Duration.ofSeconds(left));
  }

  @Test
  void section4_2_3DateInThePastAndResponseDelayAreSubtracted() {
    ReceivedResponse old =
        received(200, Headers.of("Date", date(-20), "Cache-Control", "max-age=60"));
    Instant asked = RESPONDED.minusSeconds(5);

    assertThat(LifetimePolicy.times(http(), old, RESPONDED).lifetime())
        .isEqualTo(Duration.ofSeconds(40));
    ReceivedResponse slow =
        received(200, Headers.of("Date", date(0), "Cache-Control", "max-age=60"));
    assertThat(LifetimePolicy.times(http(), slow, asked).lifetime())
        .isEqualTo(Duration.ofSeconds(55));
  }

  @Test
  void aStaleResponseIsKeptForValidationAsLongAsTheConfiguredLifetime() {
    ReceivedResponse response =
        received(200, Headers.of("Date", date(0), "Cache-Control", "max-age=60"));
    Freshness times = LifetimePolicy.times(http(), response, RESPONDED);

    assertThat(times.discardAt())
        .isEqualTo(RESPONDED.plusSeconds(60).plus(CacheConfiguration.DEFAULT.ttl()));
  }

  @Test
  void inTtlPolicyTheConfiguredLifetimeCountsWhateverTheResponseSays() {
    ReceivedResponse response =
        received(200, Headers.of("Age", "90", "Cache-Control", "max-age=0"));
    Freshness times = LifetimePolicy.times(CacheConfiguration.DEFAULT, response, RESPONDED);

    assertThat(times.lifetime()).isEqualTo(Duration.ofDays(7));
    assertThat(times.discardAt()).isEqualTo(RESPONDED.plus(Duration.ofDays(7)));
  }

  @ParameterizedTest
  @CsvSource({"2, 3", "3, 2"})
  void inTtlPolicyResponseIsKeptAsLongAsItMayBeServedStale(long ifError, long whileRevalidating) {
    CacheConfiguration cache =
        new CacheConfiguration.Builder()
            .ttl(Duration.ofHours(1))
            .staleIfError(Duration.ofHours(ifError))
            .staleWhileRevalidate(Duration.ofHours(whileRevalidating))
            .build();

    assertThat(LifetimePolicy.times(cache, received(200, Headers.EMPTY), RESPONDED).discardAt())
        .isEqualTo(RESPONDED.plus(Duration.ofHours(4)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"stale-while-revalidate", "stale-if-error"})
  void rfc5861ResponseIsKeptAsLongAsItMayBeServedStale(String directive) {
    Duration stale = CacheConfiguration.DEFAULT.ttl().plusDays(1);
    String cacheControl = "max-age=60, " + directive + '=' + stale.toSeconds();
    ReceivedResponse response =
        received(200, Headers.of("Date", date(0), "Cache-Control", cacheControl));

    assertThat(LifetimePolicy.times(http(), response, RESPONDED).discardAt())
        .isEqualTo(RESPONDED.plusSeconds(60).plus(stale));
  }
}
