package io.apibuddy.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.contract.Entries;
import io.apibuddy.ports.spi.Notices;
import io.apibuddy.ports.spi.Settings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writers are held to the bounds, however slow what happens behind them is. */
class QuotaTest {
  private static final long MOST_ENTRIES = 40;

  @TempDir Path directory;

  @Test
  void noCommitLeavesMuchMoreThanTheBound() {
    Settings settings =
        Settings.of(
            Map.of(
                "database_path",
                directory.resolve("store").toString(),
                "max_entries",
                MOST_ENTRIES,
                "max_size_mb",
                1L));
    try (RocksDbStorage storage = TestStorage.open(settings, Notices.SILENT)) {
      for (int i = 0; i < 500; i++) {
        TestStorage.store(storage, "a", "/" + i, Entries.content(100, i));
        assertThat(storage.responses().stats(Instant.now()).values())
            .allMatch(stats -> stats.entries() <= MOST_ENTRIES * 5 / 4 + 1);
      }
    }
  }
}
