package io.apibuddy.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.contract.DraftBuilder;
import io.apibuddy.ports.contract.Entries;
import io.apibuddy.ports.spi.Notices;
import io.apibuddy.ports.spi.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writers are held to the bounds, however slow what happens behind them is. */
class QuotaTest {
  private static final long MOST_ENTRIES = 40;

  private static final byte[] NOTHING = new byte[0];

  @TempDir Path directory;

  @Test
  void whatIsExpiredCountsAsRoomThatCanBeMade() {
    Instant past = Instant.now().minusSeconds(60);
    try (RocksDbStorage storage = TestStorage.open(settings(), Notices.SILENT)) {
      for (int i = 0; i < 2000; i++) {
        TestStorage.commit(
            storage, DraftBuilder.draft("a", "/" + i).discardAt(past).build(), NOTHING);
        if (i % 50 == 0) {
          TestStorage.settle(storage);
        }
      }
      assertThat(storage.responses().stats(Instant.now()).values())
          .allMatch(stats -> stats.entries() <= 4 * MOST_ENTRIES);
    }
  }

  @Test
  void noCommitLeavesMuchMoreThanTheBound() {
    try (RocksDbStorage storage = TestStorage.open(settings(), Notices.SILENT)) {
      for (int i = 0; i < 500; i++) {
        TestStorage.store(storage, "a", "/" + i, Entries.content(100, i));
        assertThat(storage.responses().stats(Instant.now()).values())
            .allMatch(stats -> stats.entries() <= MOST_ENTRIES * 5 / 4 + 1);
      }
    }
  }

  private Settings settings() {
    return Settings.of(
        Map.of(
            "database_path",
            directory.resolve("store").toString(),
            "max_entries",
            MOST_ENTRIES,
            "max_size_mb",
            1L,
            "store_budget",
            Duration.ofSeconds(20)));
  }
}
