package io.apibuddy.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.ports.contract.DraftBuilder;
import io.apibuddy.ports.contract.Entries;
import io.apibuddy.ports.spi.Notices;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.EntryDraft;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreStats;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.store.local.Chunking;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;

/** Tests that steps that share a batch are as independent as if each had its own. */
@Timeout(60)
class MutationsTest {
  private static final int THREADS = 8;

  /** Longer than content that is accepted before it is written. */
  private static final int LONG = Chunking.SIZE + 1;

  @TempDir Path directory;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  @Test
  void concurrentStoresLeaveExactlyOneEntryOfEachKey() throws Exception {
    try (RocksDbStorage storage = TestStorage.open(directory)) {
      List<Future<?>> clients = new ArrayList<>();
      for (int client = 0; client < THREADS; client++) {
        clients.add(threads.submit(() -> storeSome(storage)));
      }
      for (Future<?> client : clients) {
        client.get(30, TimeUnit.SECONDS);
      }

      StoreStats stats = Objects.requireNonNull(storage.responses().stats(Instant.now()).get("a"));
      assertThat(stats.entries()).isEqualTo(7);
      assertThat(stats.bytes()).isEqualTo(7 * 100);
      for (ColumnFamily family :
          List.of(
              ColumnFamily.ENTRIES,
              ColumnFamily.USES,
              ColumnFamily.RECENCY,
              ColumnFamily.TARGETS)) {
        assertThat(storage.engine().<Long>read(database -> TestStorage.rows(database, family)))
            .isEqualTo(7);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void failedStepDoesNotAffectOthersInTheSameBatch() throws Exception {
    try (RocksDbStorage storage = TestStorage.open(directory)) {
      CountDownLatch waiting = new CountDownLatch(1);
      Future<Boolean> first = TestStorage.occupy(threads, storage.mutations(), waiting);
      List<Future<Boolean>> others = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Keyed step = new Keyed(i);
        others.add(threads.submit(() -> storage.mutations().run(step)));
      }
      waiting.countDown();

      assertThat(first.get(30, TimeUnit.SECONDS)).isTrue();
      assertThatThrownBy(() -> others.get(0).get(30, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class);
      for (Future<Boolean> other : others.subList(1, 4)) {
        assertThat(other.get(30, TimeUnit.SECONDS)).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void callWaitsNoLongerThanTheBudget() throws Exception {
    try (RocksDbStorage storage = TestStorage.open(impatient(), Notices.SILENT)) {
      CountDownLatch waiting = new CountDownLatch(1);
      Future<Boolean> first = TestStorage.occupy(threads, storage.mutations(), waiting);

      assertThatThrownBy(() -> TestStorage.store(storage, "a", "/x", new byte[LONG]))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.BUSY));
      waiting.countDown();
      assertThat(first.get(30, TimeUnit.SECONDS)).isTrue();
      assertThat(storage.responses().candidates(Entries.key("a", "/x"))).isEmpty();
      storage.mutations().budget(Duration.ofSeconds(20));
      TestStorage.store(storage, "a", "/x", new byte[LONG]);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aRecordingWaitsForManyTimesTheBudget() throws Exception {
    EntryDraft draft =
        DraftBuilder.draft("a", "/x").discardAt(TestStorage.FAR_FUTURE).pinned().build();
    try (RocksDbStorage storage = TestStorage.open(impatient(), Notices.SILENT)) {
      CountDownLatch waiting = new CountDownLatch(1);
      Future<Boolean> first = TestStorage.occupy(threads, storage.mutations(), waiting);
      Future<?> recording =
          threads.submit(() -> TestStorage.commit(storage, draft, new byte[LONG]));

      assertThatThrownBy(() -> recording.get(500, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      waiting.countDown();
      assertThat(first.get(30, TimeUnit.SECONDS)).isTrue();
      recording.get(30, TimeUnit.SECONDS);
      assertThat(storage.responses().candidates(draft.key())).hasSize(1);
    } finally {
      threads.shutdownNow();
    }
  }

  private Settings impatient() {
    return Settings.of(
        Map.of("database_path", directory.toString(), "store_budget", Duration.ofMillis(20)));
  }

  @Test
  void readersDoNotWaitForTheWriter() throws Exception {
    try (RocksDbStorage storage = TestStorage.open(directory)) {
      byte[] content = Entries.content(300_000, 1);
      StoredResponse entry = TestStorage.store(storage, "a", "/x", content);
      CountDownLatch waiting = new CountDownLatch(1);
      Future<Boolean> writer = TestStorage.occupy(threads, storage.mutations(), waiting);

      assertThat(storage.responses().candidates(Entries.key("a", "/x"))).hasSize(1);
      assertThat(Entries.read(storage.responses().body(entry.id(), 0).orElseThrow()))
          .isEqualTo(content);
      assertThat(storage.metrics().summarize(Instant.EPOCH, Instant.now())).isEmpty();
      assertThat(writer.isDone()).isFalse();
      waiting.countDown();
      assertThat(writer.get(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void callThatGivesUpDoesNotAffectOthers() throws Exception {
    Settings impatient =
        Settings.of(
            Map.of("database_path", directory.toString(), "store_budget", Duration.ofNanos(1000)));
    try (RocksDbStorage storage = TestStorage.open(impatient, Notices.SILENT)) {
      List<Future<Integer>> clients = new ArrayList<>();
      for (int client = 0; client < THREADS; client++) {
        int first = 1000 * client;
        clients.add(threads.submit(() -> storeUnlessBusy(storage, first)));
      }
      long stored = 0;
      for (Future<Integer> client : clients) {
        stored += client.get(30, TimeUnit.SECONDS);
      }

      StoreStats stats = Objects.requireNonNull(storage.responses().stats(Instant.now()).get("a"));
      assertThat(stats.entries()).isEqualTo(stored);
    } finally {
      threads.shutdownNow();
    }
  }

  private static int storeUnlessBusy(RocksDbStorage storage, int first) {
    int stored = 0;
    for (int i = first; i < first + 200; i++) {
      try {
        TestStorage.store(storage, "a", "/" + i, new byte[LONG]);
        stored++;
      } catch (StoreException e) {
        assertThat(e.kind()).isEqualTo(StoreException.Kind.BUSY);
      }
    }
    return stored;
  }

  private static void storeSome(RocksDbStorage storage) {
    for (int i = 0; i < 140; i++) {
      TestStorage.store(storage, "a", "/" + i % 7, Entries.content(100, i));
    }
  }

  /** Fails if its number is 0. */
  private record Keyed(int number) implements Mutations.Step<Boolean> {
    @Override
    public Optional<Object> key() {
      return Optional.of(number);
    }

    @Override
    public Boolean collect(Changes changes) throws RocksDBException {
      if (number == 0) {
        throw new RocksDBException("no");
      }
      return true;
    }
  }
}
