package io.apibuddy.ports.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.contract.ManualTicker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OncePerTest {
  private final ManualTicker ticker = new ManualTicker();
  private final OncePer<String> minutely = new OncePer<>(Duration.ofMinutes(1), ticker);

  @Test
  void keyIsDueAgainWhenTheIntervalIsOver() {
    assertThat(minutely.isDue("a")).isTrue();
    ticker.advance(Duration.ofMinutes(1).minusNanos(1));
    assertThat(minutely.isDue("a")).isFalse();
    ticker.advance(Duration.ofNanos(1));
    assertThat(minutely.isDue("a")).isTrue();
    assertThat(minutely.isDue("a")).isFalse();
  }

  @Test
  void eachKeyHasItsOwnInterval() {
    assertThat(minutely.isDue("a")).isTrue();
    assertThat(minutely.isDue("b")).isTrue();
  }
}
