package io.apibuddy.ports.store.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.contract.ManualClock;
import io.apibuddy.ports.contract.ManualTicker;
import io.apibuddy.ports.contract.RecordingNotices;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.StoreException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StoreNoticesTest {
  private final RecordingNotices reported = new RecordingNotices();
  private final ManualTicker ticker = new ManualTicker(Long.MAX_VALUE - 5);
  private final StoreNotices notices =
      new StoreNotices(new AdapterContext(Settings.NONE, new ManualClock(), ticker, reported));

  @Test
  void sameTroubleIsReportedAtMostOnceAMinute() {
    notices.warn("store-damaged", "one");
    ticker.advance(Duration.ofSeconds(59));
    notices.warn("store-damaged", "two");
    notices.warn("store-full", "three");
    ticker.advance(Duration.ofSeconds(1));
    notices.warn("store-damaged", "four");

    assertThat(reported.codes()).containsExactly("store-damaged", "store-full", "store-damaged");
  }

  @Test
  void failureIsReportedUnderTheCodeOfItsKind() {
    notices.failed("pruning", new StoreException(StoreException.Kind.READ_ONLY, "no"));

    assertThat(reported.reported())
        .singleElement()
        .satisfies(
            notice -> {
              assertThat(notice.code()).isEqualTo("store-read-only");
              assertThat(notice.message()).isEqualTo("pruning: no");
            });
  }

  @Test
  void damageIsReportedUnderTheSameCodeWhereverItIsFound() {
    notices.failed("storing", new StoreException(StoreException.Kind.CORRUPT, "malformed"));
    notices.warn(StoreNotices.DAMAGED, "a part of the file is damaged");

    assertThat(reported.codes()).containsExactly("store-damaged");
  }

  @ParameterizedTest
  @EnumSource(names = {"CLOSED", "INTERRUPTED"})
  void closedAndInterruptedCallsAreNotReported(StoreException.Kind kind) {
    notices.failed("pruning", new StoreException(kind, "no more"));

    assertThat(reported.codes()).isEmpty();
  }
}
