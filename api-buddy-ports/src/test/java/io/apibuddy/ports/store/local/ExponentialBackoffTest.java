package io.apibuddy.ports.store.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.contract.ManualTicker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ExponentialBackoffTest {
  private final ManualTicker ticker = new ManualTicker(Long.MAX_VALUE - 5);
  private final ExponentialBackoff backoff =
      new ExponentialBackoff(ticker, Duration.ofSeconds(10), Duration.ofSeconds(35));

  @Test
  void pauseDoublesUpToTheMaximum() {
    for (int seconds : new int[] {10, 20, 35, 35}) {
      assertThat(backoff.isDue()).isTrue();
      assertThat(backoff.failed()).hasSeconds(seconds);
      ticker.advance(Duration.ofSeconds(seconds).minusNanos(1));
      assertThat(backoff.isDue()).isFalse();
      ticker.advance(Duration.ofNanos(1));
    }
  }

  @Test
  void successEndsThePauseAndResetsItsLength() {
    backoff.failed();
    backoff.failed();
    backoff.succeeded();

    assertThat(backoff.isDue()).isTrue();
    assertThat(backoff.failed()).hasSeconds(10);
  }
}
