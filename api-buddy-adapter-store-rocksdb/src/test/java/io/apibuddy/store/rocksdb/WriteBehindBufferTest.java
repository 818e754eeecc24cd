package io.apibuddy.store.rocksdb;

import static io.apibuddy.ports.contract.DraftBuilder.draft;
import static io.apibuddy.ports.contract.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.ports.contract.DraftBuilder;
import io.apibuddy.ports.contract.Entries;
import io.apibuddy.ports.contract.RecordingNotices;
import io.apibuddy.ports.spi.Notices;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntryQuery;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.EntryWriter;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.store.local.Chunking;
import io.apibuddy.ports.store.local.KeyDigest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests that an accepted entry is found whether it is written to the database or not. */
@Timeout(60)
class WriteBehindBufferTest {
  private static final byte[] CONTENT = Entries.content(1000, 1);

  @TempDir Path directory;
  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final CountDownLatch end = new CountDownLatch(1);
  private @Nullable Future<Boolean> writer;

  @AfterEach
  void stop() {
    end.countDown();
    threads.shutdownNow();
  }

  @Test
  void unwrittenEntryIsFoundWithItsContent() throws Exception {
    try (RocksDbStorage storage = TestStorage.open(directory)) {
      occupy(storage);

      StoredResponse found = TestStorage.store(storage, "a", "/x", CONTENT);

      assertThat(rows(storage)).isZero();
      assertThat(Entries.read(Objects.requireNonNull(found.body()))).isEqualTo(CONTENT);
      assertThat(Entries.read(storage.responses().body(found.id(), 990).orElseThrow()))
          .isEqualTo(Arrays.copyOfRange(CONTENT, 990, 1000));
      assertThatThrownBy(() -> storage.responses().body(found.id(), 1001))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(storage.responses().lacks(Entries.key("a", "/x"))).isFalse();
      assertThat(Objects.requireNonNull(writer).isDone()).isFalse();
      end.countDown();

      assertThat(
              storage.responses().entries(EntryQuery.first(new EntrySelector.All(), 10)).entries())
          .extracting(StoredResponse::id)
          .containsExactly(found.id());
      assertThat(rows(storage)).isEqualTo(1);
      assertThat(storage.responses().candidates(Entries.key("a", "/x"))).hasSize(1);
    }
  }

  @Test
  void latestEntryOfEachVariantIsFoundWhetherWrittenOrNot() throws Exception {
    try (RocksDbStorage storage = TestStorage.open(directory)) {
      TestStorage.store(storage, variant("1"), Entries.content(10, 1));
      TestStorage.store(storage, variant("2"), Entries.content(10, 2));
      TestStorage.settle(storage);
      occupy(storage);

      TestStorage.store(storage, variant("2"), Entries.content(10, 3));
      TestStorage.store(storage, variant("2"), Entries.content(10, 4));
      TestStorage.store(storage, variant("3"), Entries.content(10, 5));
      List<byte[]> unwritten = contents(storage);
      end.countDown();
      TestStorage.settle(storage);

      assertThat(unwritten)
          .containsExactly(Entries.content(10, 5), Entries.content(10, 4), Entries.content(10, 1));
      assertThat(contents(storage)).containsExactlyElementsOf(unwritten);
      assertThat(rows(storage)).isEqualTo(3);
    }
  }

  @Test
  void waitingRemovalRemovesEntriesStoredBeforeItRuns() throws Exception {
    try (RocksDbStorage storage = TestStorage.open(directory)) {
      awaitKeys(storage);
      TestStorage.store(storage, "a", "/replaced", CONTENT);
      TestStorage.settle(storage);
      occupy(storage);
      TestStorage.store(storage, "a", "/accepted", CONTENT);
      try (EntryWriter begun =
          storage
              .responses()
              .begin(draft("a", "/begun").discardAt(TestStorage.FAR_FUTURE).build())) {
        Future<Long> removal =
            threads.submit(() -> storage.responses().remove(new EntrySelector.All()));
        await().until(() -> storage.mutations().waiting() == 2);
        begun.commit(EntryCompletion.PLAIN);
        TestStorage.store(storage, "a", "/replaced", CONTENT);
        end.countDown();

        assertThat(removal.get(30, TimeUnit.SECONDS)).isEqualTo(3);
      }
      assertThat(storage.responses().candidates(Entries.key("a", "/accepted"))).isEmpty();
      assertThat(storage.responses().candidates(Entries.key("a", "/begun"))).isEmpty();
      assertThat(storage.responses().candidates(Entries.key("a", "/replaced"))).isEmpty();
      TestStorage.settle(storage);
      assertThat(rows(storage)).isZero();
    }
  }

  @Test
  void entryThatCannotBeWrittenBecomesAMissWithAWarning() throws Exception {
    RecordingNotices notices = new RecordingNotices();
    byte[] slots = EntryRecord.slotsKey("a", KeyDigest.of(Entries.key("a", "/broken")));
    try (RocksDbStorage storage = TestStorage.open(directory, notices)) {
      put(storage, slots, new byte[3]);
      occupy(storage);
      store(storage, "/broken");
      store(storage, "/whole");
      end.countDown();
      TestStorage.settle(storage);
      put(storage, slots, new byte[0]);

      assertThat(notices.reported())
          .singleElement()
          .satisfies(
              notice -> assertThat(notice.message()).startsWith("a response was not stored"));
      assertThat(storage.responses().candidates(Entries.key("a", "/broken"))).isEmpty();
      assertThat(storage.responses().candidates(Entries.key("a", "/whole"))).hasSize(1);
    }
  }

  @Test
  void entryAcceptedWhileTheEngineStallsWritesIsWrittenLater() {
    RecordingNotices notices = new RecordingNotices();
    try (RocksDbStorage storage = TestStorage.open(impatient(), notices)) {
      store(storage, "/before");
      TestStorage.settle(storage);
      assertThat(storage.engine().<Boolean>read(Database::flush)).isTrue();
      holdUpWriters(storage, 1, 100);
      store(storage, "/accepted");

      assertThat(storage.responses().remove(new EntrySelector.ByDomain("b"))).isZero();
      assertThat(storage.responses().candidates(Entries.key("a", "/accepted"))).hasSize(1);
      assertThat(rows(storage)).isEqualTo(1);
      holdUpWriters(storage, 8, 4);

      await().until(() -> rows(storage) == 2);
      assertThat(notices.codes()).as("of the removal").containsExactly("store-busy");
    }
  }

  @Test
  void callWaitsForRoomAsLongAsTheBudgetAllows() throws Exception {
    try (RocksDbStorage storage = TestStorage.open(impatient(), Notices.SILENT)) {
      assertThat(storage.responses().acceptsAtOnce(Chunking.SIZE)).isTrue();
      assertThat(storage.responses().acceptsAtOnce(Chunking.SIZE + 1)).isFalse();
      occupy(storage);

      int accepted = 0;
      while (storage.responses().acceptsAtOnce(Chunking.SIZE)) {
        TestStorage.store(storage, "a", "/" + accepted++, new byte[Chunking.SIZE]);
      }
      assertThat(accepted).isBetween(10, 40);
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 50; i++) {
                  TestStorage.store(storage, "a", "/more/" + i, new byte[Chunking.SIZE]);
                }
              })
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.BUSY));
      end.countDown();

      await().until(() -> storage.responses().acceptsAtOnce(Chunking.SIZE));
    }
  }

  @Test
  void closeWritesAllAcceptedEntries() throws Exception {
    RocksDbStorage storage = TestStorage.open(directory);
    awaitKeys(storage);
    occupy(storage);
    for (int i = 0; i < 200; i++) {
      store(storage, "/" + i);
    }
    Future<?> closing = threads.submit(storage::close);
    await().until(() -> !storage.responses().acceptsAtOnce(0));
    assertThat(closing.isDone()).isFalse();
    end.countDown();
    closing.get(30, TimeUnit.SECONDS);

    try (RocksDbStorage reopened = TestStorage.open(directory)) {
      assertThat(rows(reopened)).isEqualTo(200);
    }
  }

  private static void put(RocksDbStorage storage, byte[] slots, byte[] row) {
    boolean unused =
        storage
            .mutations()
            .run(
                changes -> {
                  changes.batch().put(ColumnFamily.KEYS, slots, row);
                  return true;
                });
  }

  private static void holdUpWriters(RocksDbStorage storage, int from, int merging) {
    boolean unused =
        storage
            .engine()
            .read(
                database -> {
                  database.stallWritesAt(ColumnFamily.ENTRIES, from, merging);
                  return true;
                });
  }

  /** Waits until the keys are read, after which only the test runs steps. */
  private static void awaitKeys(RocksDbStorage storage) {
    await().until(() -> storage.responses().lacks(Entries.key("a", "/never")));
  }

  private Settings impatient() {
    return Settings.of(
        Map.of("database_path", directory.toString(), "store_budget", Duration.ofMillis(20)));
  }

  private static DraftBuilder variant(String variant) {
    return draft("a", "/x").variant(variant);
  }

  private static List<byte[]> contents(RocksDbStorage storage) {
    return storage.responses().candidates(Entries.key("a", "/x")).stream()
        .map(found -> Entries.read(Objects.requireNonNull(found.body())))
        .toList();
  }

  private static void store(RocksDbStorage storage, String target) {
    store(storage, target, CONTENT);
  }

  private static void store(RocksDbStorage storage, String target, byte[] content) {
    TestStorage.commit(
        storage, draft("a", target).discardAt(TestStorage.FAR_FUTURE).build(), content);
  }

  private static long rows(RocksDbStorage storage) {
    return storage.engine().read(database -> TestStorage.rows(database, ColumnFamily.ENTRIES));
  }

  /** Blocks all writers until the test counts down {@link #end}. */
  private void occupy(RocksDbStorage storage) throws InterruptedException {
    writer = TestStorage.occupy(threads, storage.mutations(), end);
  }
}
