package io.apibuddy.ports.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ExtremesTest {

  private static final Duration SHORT = Duration.ofNanos(1);
  private static final Duration LONG = Duration.ofDays(1);

  @Test
  void maxAndMinDoNotDependOnTheOrderOfArguments() {
    assertThat(Extremes.max(SHORT, LONG)).isEqualTo(LONG);
    assertThat(Extremes.max(LONG, SHORT)).isEqualTo(LONG);
    assertThat(Extremes.min(SHORT, LONG)).isEqualTo(SHORT);
    assertThat(Extremes.min(LONG, SHORT)).isEqualTo(SHORT);
  }

  @Test
  void maxOfTwoInstantsIsTheLater() {
    assertThat(Extremes.max(Instant.EPOCH, Instant.MAX)).isEqualTo(Instant.MAX);
  }
}
