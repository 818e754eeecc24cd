package io.apibuddy.store.rocksdb;

import static io.apibuddy.ports.contract.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.ports.contract.Entries;
import io.apibuddy.ports.spi.Notices;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.StoreStats;
import io.apibuddy.ports.store.local.LocalStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  @TempDir Path directory;

  private Settings with(String name, Object value) {
    Map<String, Object> values = new HashMap<>();
    values.put("database_path", directory.resolve("store").toString());
    values.put("store_budget", Duration.ofSeconds(20));
    values.put(name, value);
    return Settings.of(values);
  }

  @Test
  void unusableValuesAreRefusedByName() {
    Map.of(
            "database_path",
            ":memory:",
            "max_entries",
            0L,
            "max_size_mb",
            -1L,
            "store_budget",
            Duration.ZERO)
        .forEach(
            (name, value) ->
                assertThatThrownBy(
                        () -> LocalStore.read(with(name, value), RocksDbStorage.PATH_KIND))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(name + ":"));
    assertThatThrownBy(() -> LocalStore.read(Settings.NONE, RocksDbStorage.PATH_KIND))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("database_path:");
  }

  @Test
  void hugeSizeSaturates() {
    assertThat(
            LocalStore.read(with("max_size_mb", Long.MAX_VALUE), RocksDbStorage.PATH_KIND)
                .common()
                .capacity()
                .maxBytes())
        .isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void storeKeepsToItsBoundsWithoutPruneCalls() {
    try (RocksDbStorage storage = TestStorage.open(with("max_entries", 5L), Notices.SILENT)) {
      for (int i = 0; i < 20; i++) {
        TestStorage.store(storage, "a", "/" + i, Entries.content(10, i));
      }
      await().until(() -> entries(storage) == 5);

      assertThat(storage.responses().candidates(Entries.key("a", "/19"))).hasSize(1);
      assertThat(storage.responses().candidates(Entries.key("a", "/0"))).isEmpty();
    }
  }

  @Test
  void reconfiguredBoundsApplyAtOnce() {
    try (RocksDbStorage storage = TestStorage.open(with("max_entries", 1000L), Notices.SILENT)) {
      for (int i = 0; i < 3; i++) {
        TestStorage.store(storage, "a", "/" + i, Entries.content(700_000, i));
      }
      storage.reconfigure(with("max_size_mb", 1L));

      await().until(() -> entries(storage) == 1);
    }
  }

  @Test
  void anotherDirectoryNeedsARestart() {
    try (RocksDbStorage storage = TestStorage.open(with("max_entries", 1000L), Notices.SILENT)) {
      Settings elsewhere = with("database_path", directory.resolve("other").toString());

      assertThatThrownBy(() -> storage.reconfigure(elsewhere))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("database_path:");
    }
  }

  private static long entries(RocksDbStorage storage) {
    StoreStats stats = storage.responses().stats(Instant.now()).get("a");
    return Objects.requireNonNull(stats).entries();
  }
}
