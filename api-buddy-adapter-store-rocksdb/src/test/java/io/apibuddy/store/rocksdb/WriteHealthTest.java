package io.apibuddy.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.contract.ManualTicker;
import io.apibuddy.ports.store.StoreException.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WriteHealthTest {
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final ManualTicker ticker = new ManualTicker(Long.MAX_VALUE - 5);
  private final WriteHealth health = new WriteHealth(ticker);

  @Test
  void troubleLastsFromTheFirstFailureUntilAWriteSucceeds() {
    health.failed(Kind.IO);
    ticker.advance(Duration.ofSeconds(9));
    health.failed(Kind.READ_ONLY);
    assertThat(health.brokenFor(PAUSE)).isNull();
    ticker.advance(Duration.ofSeconds(1));
    assertThat(health.brokenFor(PAUSE)).isEqualTo(Kind.READ_ONLY);

    health.succeeded();
    assertThat(health.brokenFor(PAUSE)).isNull();
  }

  @Test
  void busyIsNotCountedAsTrouble() {
    assertThat(health.failed(Kind.BUSY)).isEqualTo(Kind.BUSY);
    ticker.advance(PAUSE);

    assertThat(health.brokenFor(PAUSE)).isNull();
  }

  @Test
  void lackOfSpaceIsNotOverwrittenByLaterFailures() {
    health.failed(Kind.FULL);

    assertThat(health.failed(Kind.IO)).isEqualTo(Kind.FULL);
    health.succeeded();
    assertThat(health.failed(Kind.IO)).isEqualTo(Kind.IO);
  }
}
