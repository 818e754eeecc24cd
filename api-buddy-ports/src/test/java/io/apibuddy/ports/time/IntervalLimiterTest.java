package io.apibuddy.ports.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.contract.ManualTicker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class IntervalLimiterTest {
  private final ManualTicker ticker = new ManualTicker();
  private final IntervalLimiter<String> minutely =
      new IntervalLimiter<>(Duration.ofMinutes(1), ticker);

  @Test
  void keyIsAllowedAgainWhenTheIntervalIsOver() {
    assertThat(minutely.tryAcquire("a")).isTrue();
    ticker.advance(Duration.ofMinutes(1).minusNanos(1));
    assertThat(minutely.tryAcquire("a")).isFalse();
    ticker.advance(Duration.ofNanos(1));
    assertThat(minutely.tryAcquire("a")).isTrue();
    assertThat(minutely.tryAcquire("a")).isFalse();
  }

  @Test
  void eachKeyHasItsOwnInterval() {
    assertThat(minutely.tryAcquire("a")).isTrue();
    assertThat(minutely.tryAcquire("b")).isTrue();
  }
}
