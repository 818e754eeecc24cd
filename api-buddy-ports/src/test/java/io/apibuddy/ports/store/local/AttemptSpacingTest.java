package io.apibuddy.ports.store.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.contract.ManualTicker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AttemptSpacingTest {
  private final ManualTicker ticker = new ManualTicker(Long.MAX_VALUE - 5);
  private final AttemptSpacing spacing =
      new AttemptSpacing(ticker, Duration.ofSeconds(10), Duration.ofSeconds(35));

  @Test
  void pauseDoublesUpToTheMaximum() {
    for (int seconds : new int[] {10, 20, 35, 35}) {
      assertThat(spacing.isDue()).isTrue();
      assertThat(spacing.failed()).hasSeconds(seconds);
      ticker.advance(Duration.ofSeconds(seconds).minusNanos(1));
      assertThat(spacing.isDue()).isFalse();
      ticker.advance(Duration.ofNanos(1));
    }
  }

  @Test
  void successEndsThePauseAndResetsItsLength() {
    spacing.failed();
    spacing.failed();
    spacing.succeeded();

    assertThat(spacing.isDue()).isTrue();
    assertThat(spacing.failed()).hasSeconds(10);
  }
}
