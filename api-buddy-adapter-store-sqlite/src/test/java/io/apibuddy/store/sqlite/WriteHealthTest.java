package io.apibuddy.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.ports.contract.ManualTicker;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WriteHealthTest {
  private final ManualTicker ticker = new ManualTicker(Long.MAX_VALUE - 5);
  private final WriteHealth health = new WriteHealth(ticker);

  @Test
  void callersGetTheFailureOfTheWriterForOneSecond() {
    health.note(new StoreException(Kind.FULL, "no room"));

    ticker.advance(Duration.ofMillis(999));
    assertThatThrownBy(health::require)
        .isInstanceOf(StoreException.class)
        .hasMessage("no room")
        .extracting(e -> ((StoreException) e).kind())
        .isEqualTo(Kind.FULL);
    assertThat(health.isHealthy()).isFalse();
    ticker.advance(Duration.ofMillis(1));
    assertThatCode(health::require).doesNotThrowAnyException();
    assertThat(health.isHealthy()).isTrue();
  }

  @Test
  void successfulWriteEndsTheFailure() {
    health.note(new StoreException(Kind.IO, "broken"));
    health.note(null);

    assertThatCode(health::require).doesNotThrowAnyException();
  }
}
