package io.apibuddy.domain.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pauses that upstreams ask for. */
class AnnouncedPauseTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static Duration pause(int status, String... fields) {
    return AnnouncedPause.of(new ResponseHead(status, Headers.of(fields)), NOW);
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "429 | 30 | 30",
        "503 | 30 | 30",
        "503 | Thu, 01 Jan 2026 00:02:00 GMT | 120",
        "429 | Wed, 31 Dec 2025 00:00:00 GMT | 0",
        "429 | 0 | 0",
        "429 | 99999999999999999999999 | 2147483648",
        "429 | soon | 0",
        "429 | -1 | 0",
        "429 | 5, 6 | 0",
        "500 | 30 | 0",
        "403 | 30 | 30",
        "529 | 30 | 30",
        "404 | 30 | 0",
        "200 | 30 | 0",
        "301 | 30 | 0",
      })
  void retryAfterOfARefusalIsAPause(int status, String value, long expected) {
    assertThat(pause(status, "Retry-After", value)).isEqualTo(seconds(expected));
  }

  @ParameterizedTest
  @CsvSource({"2.0, PT2S", "0.25, PT0.25S", "0.0, PT0S", "1.5.1, PT0S", ".5, PT0S", "-1.5, PT0S"})
  void retryAfterMayHaveAFraction(String value, Duration expected) {
    assertThat(pause(429, "Retry-After", value)).isEqualTo(expected);
  }

  /** Moneybird sends the end of the wait instead of its length. */
  @ParameterizedTest
  @CsvSource({
    "1767225630, PT30S",
    "1767225630500, PT30.5S",
    "1767225000, PT0S",
    "999999999, PT999999999S"
  })
  void retryAfterMayBeATimeSince1970(String value, Duration expected) {
    assertThat(pause(429, "Retry-After", value)).isEqualTo(expected);
  }

  /**
   * GitHub sends seconds since 1970, OpenAI durations for requests and for tokens, Anthropic times
   * of RFC 3339; the IETF draft had three fields at first.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403 | x-ratelimit-limit 60 x-ratelimit-remaining 0 x-ratelimit-reset 1767227400"
            + " x-ratelimit-resource core | PT30M",
        "200 | x-ratelimit-remaining-requests 0 x-ratelimit-reset-requests 20ms"
            + " x-ratelimit-remaining-tokens 0 x-ratelimit-reset-tokens 6m0s | PT6M",
        "200 | x-ratelimit-remaining-requests 0 x-ratelimit-reset-requests 1s"
            + " x-ratelimit-remaining-tokens 12 x-ratelimit-reset-tokens 6m0s | PT1S",
        "200 | anthropic-ratelimit-input-tokens-remaining 0"
            + " anthropic-ratelimit-input-tokens-reset 2026-01-01T00:00:45Z"
            + " anthropic-ratelimit-requests-remaining 3"
            + " anthropic-ratelimit-requests-reset 2026-01-01T00:05:00Z | PT45S",
        "200 | x-ratelimit-remaining 0.0 x-ratelimit-used 100 x-ratelimit-reset 540 | PT9M",
        "429 | RateLimit-Limit 100 RateLimit-Remaining 0 RateLimit-Reset 50 | PT50S",
      })
  void exhaustedQuotaIsAPauseInTheFormatOfEachService(
      int status, String fields, Duration expected) {
    assertThat(pause(status, fields.split(" "))).isEqualTo(expected);
  }

  /** Brave lists the quotas of a second and of a month. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0, 14523 | 1, 1419704 | PT1S",
        "1,0 | 1, 86400 | P1D",
        "0, 0 | 1, 86400 | P1D",
        "1, 10 | 1, 86400 | PT0S",
        "0, 10 | 1 | PT0S",
        "0, 10 | soon, 5 | PT0S",
        "0, 10 | '' | PT0S",
        "0 | Thu, 01 Jan 2026 00:02:00 GMT | PT2M",
      })
  void quotasMayBeWrittenAsLists(String remaining, String reset, Duration expected) {
    assertThat(pause(200, "X-RateLimit-Remaining", remaining, "X-RateLimit-Reset", reset))
        .isEqualTo(expected);
    assertThat(pause(200, "X-RateLimit-Remaining", remaining)).isZero();
  }

  /** Brave sends this to clients that pay by the request. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "50, 0 | 49, 0 | PT0S",
        "50, 0 | 0, 0 | PT1S",
        "50, 2000 | 49, 0 | P1D",
        "50 | 49, 0 | P1D",
      })
  void quotaWithALimitOfZeroInAListPausesNothing(
      String limit, String remaining, Duration expected) {
    String[] fields = {
      "X-RateLimit-Limit", limit,
      "X-RateLimit-Remaining", remaining,
      "X-RateLimit-Reset", "1, 86400",
    };
    assertThat(pause(200, fields)).isEqualTo(expected);
    assertThat(pause(429, fields)).isEqualTo(expected);
  }

  /** Gateways send this where nothing is limited. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x-ratelimit-* | 0",
        "x-ratelimit-* | -1",
        "x-ratelimit-*-tokens | 0",
        "ratelimit-* | 0",
        "ratelimit-* | 0.0",
        "ratelimit-* | 0, 0;w=60",
        "ratelimit-* | 0;w=60",
      })
  void quotaWithoutALimitPausesNothing(String name, String limit) {
    assertThat(pause(200, usedUp(name, limit))).isZero();
  }

  private static String[] usedUp(String name, String limit) {
    return new String[] {
      name.replace("*", "limit"), limit,
      name.replace("*", "remaining"), "0",
      name.replace("*", "reset"), "60"
    };
  }

  /** So Okta refuses what is above its limit of concurrent requests. */
  @ParameterizedTest
  @ValueSource(strings = {"x-rate-limit-*", "x-ratelimit-*", "ratelimit-*"})
  void refusalWithALimitOfZeroPauses(String name) {
    assertThat(pause(429, usedUp(name, "0"))).isEqualTo(seconds(60));
    assertThat(pause(429, "RateLimit", "limit=0, remaining=0, reset=30")).isEqualTo(seconds(30));
  }

  @Test
  void refusalPausesForAQuotaWithALimitRatherThanForOneWithout() {
    String[] fields = {
      "x-ratelimit-limit", "5",
      "x-ratelimit-remaining", "0",
      "x-ratelimit-reset", "10",
      "x-ratelimit-limit-day", "0",
      "x-ratelimit-remaining-day", "0",
      "x-ratelimit-reset-day", "86400"
    };

    assertThat(pause(429, fields)).isEqualTo(seconds(10));
    assertThat(pause(429, usedUp("x-ratelimit-*", "-1"))).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "5, 0;w=60", "0x", "none", ""})
  void quotaWithALimitThatIsNotZeroPauses(String limit) {
    assertThat(pause(200, usedUp("ratelimit-*", limit))).isEqualTo(seconds(60));
  }

  @ParameterizedTest
  @CsvSource({
    "200, x-ratelimit-*-requests, 14400, 24h0m0s, PT6S",
    "200, x-ratelimit-*-project-tokens, 30000, 1m0s, PT1S",
    "200, x-ratelimit-*-requests-day, 14400, 28800, PT2S",
    "200, x-ratelimit-*-tokens-minute, 60000, 33.38, PT1S",
    "200, anthropic-ratelimit-input-tokens-*, 30000, 2026-01-01T00:01:00Z, PT1S",
    "200, x-ratelimit-*-requests, 60, 20ms, PT0.02S",
    "403, x-ratelimit-*, 60, 3600, PT1H",
    "200, x-ratelimit-requests-*, 500, 86400, P1D",
  })
  void onlyAQuotaThatRefillsSteadilyPausesJustUntilOneRequestFits(
      int status, String name, String limit, String reset, Duration expected) {
    String[] fields = {
      name.replace("*", "limit"), limit,
      name.replace("*", "remaining"), "0",
      name.replace("*", "reset"), reset
    };
    assertThat(pause(status, fields)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"2450, PT2.45S", "2450.5, PT2.451S", "0, PT0S", "soon, PT3S", "-5, PT3S"})
  void retryAfterMsTakesPrecedenceOverRetryAfter(String millis, Duration expected) {
    assertThat(pause(429, "Retry-After", "3", "retry-after-ms", millis)).isEqualTo(expected);
    assertThat(pause(200, "retry-after-ms", millis)).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"default\";r=0;t=30 | 30",
        "\"default\";t=30;r=0 | 30",
        "\"a\";r=0;t=30, \"b\";r=0;t=90 | 90",
        "\"a\";r=5;t=90, \"b\";r=0;t=30 | 30",
        "\"with, comma; and r=0\";r=4;t=90 | 0",
        "\"a\\\"b\";r=0;t=30 | 30",
        "default;r=0;t=30 | 30",
        "limit=100, remaining=0, reset=30 | 30",
        "limit=100, remaining=1, reset=30 | 0",
        "limit=0, remaining=0, reset=30 | 0",
        "limit=-1, remaining=0, reset=30 | 0",
        "remaining=0, reset=30 | 30",
        "\"default\";r=1;t=30 | 0",
        "\"default\";r=0 | 0",
        "\"default\";r=0;t=soon | 0",
        "\"default;r=0;t=30 | 0",
        ";;,,== | 0",
      })
  void bothFormsOfTheDraftAreRead(String field, long expected) {
    assertThat(pause(200, "RateLimit", field)).isEqualTo(seconds(expected));
  }

  /** In the later form the limit is in a field of its own. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"default\";q=0;w=60 | 0",
        "\"other\";q=9, \"default\";w=60;q=0 | 0",
        "\"other\";q=0, \"default\";q=9 | 30",
        "\"default\" | 30",
        "0;w=60 | 30",
      })
  void policyTellsTheLimitOfAQuota(String policy, long expected) {
    assertThat(pause(200, "RateLimit", "\"default\";r=0;t=30", "RateLimit-Policy", policy))
        .isEqualTo(seconds(expected));
  }

  @Test
  void retryAfterTakesPrecedenceOverAQuota() {
    assertThat(
            pause(
                429, "Retry-After", "2", "x-ratelimit-remaining", "0", "x-ratelimit-reset", "300"))
        .isEqualTo(seconds(2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Retry-After | 0",
        "Retry-After | Wed, 31 Dec 2025 00:00:00 GMT",
        "retry-after-ms | 0"
      })
  void quotaIsUsedIfRetryAfterNamesNoTimeToWait(String name, String value) {
    assertThat(pause(429, name, value, "x-ratelimit-remaining", "0", "x-ratelimit-reset", "60"))
        .isEqualTo(seconds(60));
  }

  @ParameterizedTest
  @CsvSource({"none, 30", "0.5, 30", "0., 30", "-0, 30", "'', 30", "0, ''", "0, tomorrow"})
  void unreadableFieldsPauseNothing(String remaining, String reset) {
    assertThat(pause(429, "x-ratelimit-remaining", remaining, "x-ratelimit-reset", reset)).isZero();
  }

  @Test
  void aQuotaWithoutItsResetPausesNothing() {
    assertThat(pause(429, "x-ratelimit-remaining-tokens", "0", "x-ratelimit-reset-requests", "9s"))
        .isZero();
    assertThat(pause(429)).isZero();
  }
}
