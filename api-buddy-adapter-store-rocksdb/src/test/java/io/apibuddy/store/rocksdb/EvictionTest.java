package io.apibuddy.store.rocksdb;

import static io.apibuddy.ports.contract.DraftBuilder.draft;
import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.contract.Entries;
import io.apibuddy.ports.contract.ManualClock;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Notices;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.PruneLimits;
import io.apibuddy.ports.store.PruneResult;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StoreStats;
import io.apibuddy.ports.store.local.RecordWriter;
import io.apibuddy.ports.time.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that evictions start where the previous one ended and still reach every entry. */
class EvictionTest {
  private static final long PLENTY = 1L << 40;

  @TempDir Path directory;

  private final ManualClock clock = new ManualClock();

  @Test
  void entryStoredWhileTheClockWasSetBackIsEvictedByItsTime() {
    try (Storage storage = open()) {
      store(storage, "/1", "/2", "/3");
      assertThat(prune(storage, 2)).isEqualTo(new PruneResult(0, 1, false));
      clock.advance(Duration.ofHours(-1));
      store(storage, "/4");
      clock.advance(Duration.ofHours(2));
      store(storage, "/5");

      assertThat(prune(storage, 3)).isEqualTo(new PruneResult(0, 1, false));
      assertThat(storage.responses().candidates(Entries.key("a", "/4"))).isEmpty();
    }
  }

  @Test
  void evictionContinuesInADomainThatWasRemovedBefore() {
    try (Storage storage = open()) {
      store(storage, "/1", "/2", "/3");
      assertThat(prune(storage, 1)).isEqualTo(new PruneResult(0, 2, false));
      storage.responses().remove(new EntrySelector.ByDomain("a"));
      clock.advance(Duration.ofHours(-1));
      store(storage, "/4", "/5");

      assertThat(prune(storage, 1)).isEqualTo(new PruneResult(0, 1, false));
      assertThat(storage.responses().candidates(Entries.key("a", "/5"))).hasSize(1);
    }
  }

  @Test
  void sizesThatTheEarlierVersionDidNotCountAreCountedAtTheStart() throws Exception {
    StoreStats counted;
    try (Storage storage = open()) {
      TestStorage.store(storage, draft("a", "/1").requestBody(new byte[30_000]), new byte[10]);
      TestStorage.store(storage, "a", "/2", new byte[10]);
      TestStorage.store(storage, "ab", "/3", new byte[10]);
      counted = stats(storage);
      assertThat(counted.size()).isGreaterThan(30_000);
    }
    try (Database database = TestStorage.database(directory);
        Batch batch = database.batch()) {
      batch.put(
          ColumnFamily.STORAGE,
          Key.of("totals").with("a").bytes(),
          new RecordWriter().add(2L).add(20L).add(0L).bytes());
      batch.write(Duration.ofSeconds(10));
    }

    try (Storage storage = open()) {
      assertThat(stats(storage)).isEqualTo(counted);
    }
  }

  private static StoreStats stats(Storage storage) {
    return Objects.requireNonNull(storage.responses().stats(Instant.EPOCH).get("a"));
  }

  private Storage open() {
    return new RocksDbStorageProvider()
        .open(
            new AdapterContext(
                TestStorage.settings(directory), clock, Ticker.system(), Notices.SILENT));
  }

  private static void store(Storage storage, String... targets) {
    for (String target : targets) {
      TestStorage.store(storage, "a", target, new byte[10]);
    }
  }

  private static PruneResult prune(Storage storage, long most) {
    return storage.responses().prune(new PruneLimits(Instant.EPOCH, most, PLENTY, 100));
  }
}
