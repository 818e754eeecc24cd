package io.apibuddy.store.sqlite;

import static io.apibuddy.ports.contract.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.store.PenaltyRule;
import io.apibuddy.ports.store.RateLimit;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.ThrottleDecision;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that attempts are written soon after they are made, and deleted once they expire. */
class ThrottleJournalTest {
  private static final Instant START = Instant.parse("2020-01-01T00:00:00Z");
  private static final List<RateLimit> LIMITS = List.of(new RateLimit(2, Duration.ofSeconds(10)));
  private static final String SECONDS =
      "SELECT group_concat(attempted_at / 1000000000 - %s, ' ') FROM (SELECT attempted_at FROM"
              .formatted(START.getEpochSecond())
          + " throttle_attempts ORDER BY attempted_at)";

  @TempDir Path directory;

  @Test
  void attemptsThatCountAreInTheFileWhileTheStoreIsOpen() {
    Path file = directory.resolve("store.db");
    try (Storage storage = TestStorage.open(file)) {
      for (String written : List.of("0", "0 6", "6 12", "12 18")) {
        Instant now = START.plusSeconds(Long.parseLong(written.replaceFirst(".* ", "")));
        assertThat(storage.throttle().tryAcquire("a", LIMITS, PenaltyRule.NONE, now))
            .isInstanceOf(ThrottleDecision.Granted.class);
        await()
            .atMost(Duration.ofSeconds(30))
            .untilAsserted(() -> assertThat(TestStorage.query(file, SECONDS)).isEqualTo(written));
      }
    }
    try (Storage storage = TestStorage.open(file)) {
      assertThat(storage.throttle().state("a", LIMITS, START.plusSeconds(18)).used())
          .containsExactly(2L);
      assertThat(storage.throttle().state("a", LIMITS, START.plusSeconds(22)).used())
          .containsExactly(1L);
    }
  }
}
