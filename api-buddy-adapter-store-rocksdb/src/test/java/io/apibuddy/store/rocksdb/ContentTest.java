package io.apibuddy.store.rocksdb;

import static io.apibuddy.ports.contract.DraftBuilder.draft;
import static io.apibuddy.ports.contract.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.contract.Entries;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.spi.Notices;
import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.EntryWriter;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.local.EntryNumbering;
import io.apibuddy.ports.store.local.OpenBodies;
import io.apibuddy.ports.store.local.StoreNotices;
import io.apibuddy.ports.time.Ticker;
import java.io.File;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;

/** Tests that chunks stay in the store as long as somebody may read them, and no longer. */
class ContentTest {
  private static final byte[] LARGE = Entries.content(300_000, 1);
  private static final int CHUNKS = 5;

  @TempDir Path directory;

  @Test
  void replacedRemovedAndAbandonedContentIsDeletedInTheBackground() {
    try (RocksDbStorage storage = TestStorage.open(directory)) {
      TestStorage.store(storage, "a", "/x", LARGE);
      TestStorage.store(storage, "a", "/x", LARGE);
      TestStorage.store(storage, "a", "/y", LARGE);
      storage.responses().remove(new EntrySelector.ByTarget("a", "GET", "/y"));
      try (EntryWriter writer = storage.responses().begin(draft("a", "/z").build())) {
        writer.write(ByteBuffer.wrap(LARGE));
      }

      awaitChunks(storage, CHUNKS);
    }
  }

  @Test
  void removingADomainLeavesNeighbouringDomains() {
    try (RocksDbStorage storage = TestStorage.open(directory)) {
      EntryId below = TestStorage.store(storage, "A", "/x", LARGE).id();
      TestStorage.store(storage, "a", "/x", LARGE);
      TestStorage.store(storage, "a", "/y", LARGE);
      EntryId longer = TestStorage.store(storage, "ab", "/x", LARGE).id();
      EntryId zero = TestStorage.store(storage, "a\0", "/x", LARGE).id();

      assertThat(storage.responses().remove(new EntrySelector.ByDomain("a"))).isEqualTo(2);
      awaitChunks(storage, 3 * CHUNKS);

      assertThat(storage.responses().candidates(Entries.key("a", "/x"))).isEmpty();
      for (EntryId neighbour : new EntryId[] {below, longer, zero}) {
        assertThat(Entries.read(storage.responses().body(neighbour, 0).orElseThrow()))
            .isEqualTo(LARGE);
      }
    }
  }

  @Test
  void diskSpaceOfARemovedDomainIsReleased() {
    int megabytes = 100;
    try (RocksDbStorage storage = TestStorage.open(directory)) {
      for (int i = 0; i < megabytes; i++) {
        TestStorage.store(storage, "a", "/" + i, Entries.content(1 << 20, i));
      }
      assertThat(fileMegabytes()).isGreaterThanOrEqualTo(megabytes);
      storage.responses().remove(new EntrySelector.ByDomain("a"));

      // The rest is the engine's own log and write buffer.
      await().atMost(Duration.ofSeconds(30)).until(() -> fileMegabytes() < megabytes / 2);
    }
  }

  @Test
  void contentThatIsBeingReadOutlivesItsDomain() throws Exception {
    try (RocksDbStorage storage = TestStorage.open(directory)) {
      TestStorage.store(storage, "a", "/w", LARGE);
      EntryId read = TestStorage.store(storage, "a", "/x", LARGE).id();
      TestStorage.store(storage, "a", "/y", LARGE);
      try (Body body = storage.responses().body(read, 0).orElseThrow()) {
        storage.responses().remove(new EntrySelector.ByDomain("a"));
        awaitChunks(storage, CHUNKS);

        assertThat(body.stream().readAllBytes()).isEqualTo(LARGE);
      }
      awaitChunks(storage, 0);
    }
  }

  @Test
  void orphanedChunksOfACrashAreDeletedInStepsAndNothingElse() throws Exception {
    EntryId kept;
    try (Storage storage = TestStorage.open(directory)) {
      kept = TestStorage.store(storage, "a", "/kept", LARGE).id();
    }
    int orphans = 450;
    long number = Place.of(kept).orElseThrow().number();
    try (Database database = TestStorage.database(directory);
        Batch batch = database.batch()) {
      for (int i = 1; i <= orphans; i++) {
        Chunks.row(
                ColumnFamily.CHUNKS,
                new Place(i % 2 == 0 ? "a" : "b", number + i),
                0,
                new byte[100])
            .put(batch);
      }
      batch.write(Duration.ofSeconds(10));
      OrphanSweep sweep =
          new OrphanSweep(
              ColumnFamily.CHUNKS,
              new OpenBodies<>(),
              EntryNumbering.start(2),
              new Damage(new StoreNotices(Notices.SILENT, Ticker.system())));

      assertThat(sweep.step(database)).isTrue();
      assertThat(chunks(database)).isBetween(CHUNKS + 200L, CHUNKS + 300L);
      assertThat(sweep.step(database)).isTrue();
      assertThat(sweep.step(database)).isFalse();
      assertThat(chunks(database)).isEqualTo(CHUNKS);

      Chunks.row(ColumnFamily.PLAIN_CHUNKS, new Place("a", number + 1), 0, new byte[100])
          .put(batch);
      batch.write(Duration.ofSeconds(10));
    }
    try (RocksDbStorage storage = TestStorage.open(directory)) {
      awaitChunks(storage, CHUNKS);
      assertThat(Entries.read(storage.responses().body(kept, 0).orElseThrow())).isEqualTo(LARGE);
    }
  }

  private long fileMegabytes() {
    File[] files = directory.toFile().listFiles();
    return Stream.of(Objects.requireNonNull(files)).mapToLong(File::length).sum() >> 20;
  }

  private static void awaitChunks(RocksDbStorage storage, long expected) {
    await()
        .untilAsserted(
            () -> assertThat(storage.engine().read(ContentTest::chunks)).isEqualTo(expected));
  }

  private static long chunks(Database database) throws RocksDBException {
    long count = 0;
    for (ColumnFamily family : Chunks.FAMILIES) {
      count += TestStorage.rows(database, family);
    }
    return count;
  }
}
