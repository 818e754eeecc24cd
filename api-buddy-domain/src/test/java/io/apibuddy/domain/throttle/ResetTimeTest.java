package io.apibuddy.domain.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResetTimeTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    "30, PT30S",
    "7.66, PT7.66S",
    "999999999, PT999999999S",
    "1767225660, PT60S",
    "1767225600, PT0S",
    "1767225000, PT0S",
    "1767225601.470, PT1.47S",
    "1767225660500.25, PT60.5S",
    "1767225660500, PT60.5S",
    "20ms, PT0.02S",
    "12.5ms, PT0.013S",
    "1s, PT1S",
    "6m0s, PT6M",
    "2m59.56s, PT2M59.56S",
    "1h, PT1H",
    "1h0m1s, PT1H1S",
    "2026-01-01T00:01:30Z, PT90S",
    "2026-01-01T01:00:30.5+01:00, PT30.5S",
    "2025-12-31T23:59:59Z, PT0S",
    "'Thu, 01 Jan 2026 00:00:30 GMT', PT30S",
    "'Wed, 31 Dec 2025 23:59:59 GMT', PT0S",
  })
  void readsTheFormatsOfProviders(String text, Duration left) {
    assertThat(ResetTime.until(text, NOW)).isEqualTo(left);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-1",
        "-5s",
        "+5",
        "soon",
        "s",
        "m5s",
        "5s6m",
        "1,5",
        "0x10",
        "1e3",
        "6m0s ",
        "2026-01-01",
        "2026-01-01T00:00:00",
        "2026-13-01T00:00:00Z",
        "Thu, 01 Jan 2026",
        "99999999999999999999",
        "9999999999999999999h"
      })
  void unreadableTextIsNoTime(String text) {
    assertThat(ResetTime.until(text, NOW)).isNull();
  }
}
