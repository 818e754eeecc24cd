package io.apibuddy.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.store.PenaltyRule;
import io.apibuddy.ports.store.RateLimit;
import io.apibuddy.ports.store.ThrottleDecision;
import io.apibuddy.ports.store.ThrottleState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that attempts are written in blocks, and that old blocks do not pile up. */
class ThrottleJournalTest {
  private static final Instant START = Instant.parse("2020-01-01T00:00:00Z");
  private static final List<RateLimit> LIMITS = List.of(new RateLimit(10, Duration.ofSeconds(10)));
  private static final int ATTEMPTS = 500;

  @TempDir Path directory;

  @Test
  void attemptsThatCountSurviveManyBlocksExactly() {
    Instant now = START;
    ThrottleState before;
    try (RocksDbStorage storage = TestStorage.open(directory)) {
      for (int i = 0; i < ATTEMPTS; i++) {
        now = START.plusSeconds(i);
        assertThat(storage.throttle().tryAcquire("a", LIMITS, PenaltyRule.NONE, now))
            .isInstanceOf(ThrottleDecision.Granted.class);
        storage.journal().flush();
      }
      before = storage.throttle().state("a", LIMITS, now);
      assertThat(
              storage
                  .engine()
                  .<Long>read(database -> TestStorage.rows(database, ColumnFamily.THROTTLE)))
          .isLessThan(ATTEMPTS / 2);
    }
    try (RocksDbStorage storage = TestStorage.open(directory)) {
      assertThat(before.used()).containsExactly(10L);
      assertThat(storage.throttle().state("a", LIMITS, now)).isEqualTo(before);
      assertThat(storage.throttle().tryAcquire("a", LIMITS, PenaltyRule.NONE, now))
          .isEqualTo(new ThrottleDecision.Refused(Duration.ofSeconds(1), Duration.ZERO));
    }
  }

  @Test
  void blocksOfDomainsThatChangeTogetherDoNotPileUp() {
    try (RocksDbStorage storage = TestStorage.open(directory)) {
      for (int i = 0; i < ATTEMPTS; i++) {
        for (String domain : List.of("a", "b")) {
          assertThat(
                  storage
                      .throttle()
                      .tryAcquire(domain, LIMITS, PenaltyRule.NONE, START.plusSeconds(i)))
              .isInstanceOf(ThrottleDecision.Granted.class);
        }
        storage.journal().flush();
      }

      assertThat(
              storage
                  .engine()
                  .<Long>read(database -> TestStorage.rows(database, ColumnFamily.THROTTLE)))
          .isLessThan(ATTEMPTS / 2);
    }
  }
}
