package io.apibuddy.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.contract.DraftBuilder;
import io.apibuddy.ports.contract.Entries;
import io.apibuddy.ports.spi.Notices;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.PruneLimits;
import io.apibuddy.ports.store.StoreStats;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that writers keep to the bounds, however slow eviction in the background is. */
class QuotaTest {
  private static final long MOST_ENTRIES = 40;

  private static final byte[] NOTHING = new byte[0];

  @TempDir Path directory;

  @Test
  void expiredEntriesCountAsRoomThatCanBeMade() throws Exception {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try (RocksDbStorage storage = TestStorage.open(settings(), Notices.SILENT)) {
      CountDownLatch waiting = new CountDownLatch(1);
      Future<Boolean> first = TestStorage.occupy(threads, storage.mutations(), waiting);
      storeExpired(storage, 0, 1200); // none of which is written yet
      waiting.countDown();
      assertThat(first.get(30, TimeUnit.SECONDS)).isTrue();
      TestStorage.settle(storage);

      storeExpired(storage, 1200, 1210);
      assertThat(entries(storage)).isBetween(1L, MOST_ENTRIES * 5 / 4 + 10);
    } finally {
      threads.shutdownNow();
    }
  }

  private static void storeExpired(RocksDbStorage storage, int from, int to) {
    Instant past = Instant.now().minusSeconds(60);
    for (int i = from; i < to; i++) {
      TestStorage.commit(
          storage, DraftBuilder.draft("a", "/" + i).discardAt(past).build(), NOTHING);
    }
  }

  @Test
  void noCommitExceedsTheBoundByMuchMoreThanAQuarter() {
    try (RocksDbStorage storage = TestStorage.open(settings(), Notices.SILENT)) {
      for (int i = 0; i < 500; i++) {
        TestStorage.store(storage, "a", "/" + i, Entries.content(100, i));
        assertThat(entries(storage))
            .isBetween(Math.min(i + 1, MOST_ENTRIES / 2), MOST_ENTRIES * 5 / 4 + 1);
      }
    }
  }

  @Test
  void concurrentPruningDoesNotLetWritersExceedTheBound() throws Exception {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try (RocksDbStorage storage = TestStorage.open(settings(), Notices.SILENT)) {
      PruneLimits limits = new PruneLimits(Instant.EPOCH, MOST_ENTRIES, Long.MAX_VALUE, 10);
      for (int round = 0; round < 300; round++) {
        storeWritten(storage, 1);
        Future<?> step = threads.submit(storage.quota()::step);
        storage.responses().prune(limits);
        storeWritten(storage, 20);
        assertThat(step.get(30, TimeUnit.SECONDS)).isNull();
        storeWritten(storage, 20);
        assertThat(entries(storage)).isBetween(MOST_ENTRIES / 2, MOST_ENTRIES * 5 / 4 + 1);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static void storeWritten(RocksDbStorage storage, int count) {
    for (int i = 0; i < count; i++) {
      TestStorage.store(storage, "a", "/" + UUID.randomUUID(), NOTHING);
      TestStorage.settle(storage);
    }
  }

  private static long entries(RocksDbStorage storage) {
    return storage.responses().stats(Instant.now()).values().stream()
        .mapToLong(StoreStats::entries)
        .sum();
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
