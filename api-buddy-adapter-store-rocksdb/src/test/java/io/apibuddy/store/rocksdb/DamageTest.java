package io.apibuddy.store.rocksdb;

import static io.apibuddy.ports.contract.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.ports.contract.DraftBuilder;
import io.apibuddy.ports.contract.Entries;
import io.apibuddy.ports.contract.ManualTicker;
import io.apibuddy.ports.contract.RecordingNotices;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.PruneLimits;
import io.apibuddy.ports.store.PruneResult;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StoreStats;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.store.local.Chunking;
import io.apibuddy.ports.store.local.EntryNumbering;
import io.apibuddy.ports.store.local.OpenBodies;
import io.apibuddy.ports.store.local.StoreNotices;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;

/** Tests that an entry that differs from what was written is a miss and is soon removed. */
class DamageTest {
  private static final byte[] SMALL = Entries.content(1000, 1);
  private static final byte[] LARGE = Entries.content(300_000, 2);

  @TempDir Path directory;
  private final RecordingNotices notices = new RecordingNotices();

  @Test
  void aDamagedHeadIsAMiss() throws Exception {
    Place place = storeAndDamage("/x", SMALL, ColumnFamily.ENTRIES, -1);

    try (Storage storage = TestStorage.open(directory, notices)) {
      ResponseStore store = storage.responses();
      assertThat(store.candidates(Entries.key("a", "/x"))).isEmpty();
      assertThat(store.body(place.id(), 0)).isEmpty();
      assertGoneFrom(storage);
      TestStorage.store(storage, "a", "/x", LARGE);
      assertThat(store.candidates(Entries.key("a", "/x"))).hasSize(1);
    }
  }

  @Test
  void aDamagedSmallBodyIsAMiss() throws Exception {
    Place place = storeAndDamage("/x", SMALL, ColumnFamily.CHUNKS, 0);

    try (Storage storage = TestStorage.open(directory, notices)) {
      assertThat(storage.responses().candidates(Entries.key("a", "/x"))).isEmpty();
      assertThat(storage.responses().body(place.id(), 0)).isEmpty();
      assertGoneFrom(storage);
    }
  }

  @Test
  void bodyWithADamagedFirstChunkIsAMiss() throws Exception {
    Place place = storeAndDamage("/x", LARGE, ColumnFamily.CHUNKS, 0);

    try (Storage storage = TestStorage.open(directory, notices)) {
      assertThat(storage.responses().body(place.id(), 0)).isEmpty();
      assertGoneFrom(storage);
    }
  }

  @Test
  void bodyWithADamagedLaterChunkFailsThere() throws Exception {
    Place place = storeAndDamage("/x", LARGE, ColumnFamily.CHUNKS, 2);

    try (Storage storage = TestStorage.open(directory, notices)) {
      try (Body body = storage.responses().body(place.id(), 0).orElseThrow()) {
        assertThat(body.stream().readNBytes(2 * Chunking.SIZE))
            .isEqualTo(Arrays.copyOf(LARGE, 2 * Chunking.SIZE));
        assertThatThrownBy(() -> body.stream().read()).isInstanceOf(IOException.class);
      }
      assertGoneFrom(storage);
    }
  }

  @Test
  void fileDamagedAfterTheFirstChunkFailsOneReadAndIsAMissThen() throws Exception {
    try (Storage storage = TestStorage.open(directory)) {
      TestStorage.store(storage, "a", "/x", LARGE);
      TestStorage.store(storage, "a", "/whole", SMALL);
    }
    overwriteTheMiddleOfTheLargestTable();

    try (Storage storage = TestStorage.open(directory, notices)) {
      StoredResponse entry = storage.responses().candidates(Entries.key("a", "/x")).get(0);
      try (Body body = storage.responses().body(entry.id(), 0).orElseThrow()) {
        assertThatThrownBy(() -> body.stream().readAllBytes()).isInstanceOf(IOException.class);
      }
      assertGoneFrom(storage);
      assertThat(storage.responses().candidates(Entries.key("a", "/x"))).isEmpty();
      assertThat(notices.reported().get(0).message()).contains(".sst");
    }
  }

  @Test
  void damagedFileLosesOnlyTheEntriesInItsDamagedPart() throws Exception {
    int entries = 60;
    try (Storage storage = TestStorage.open(directory)) {
      for (int i = 0; i < entries; i++) {
        TestStorage.store(storage, "a", "/" + i, Entries.content(50_000, i));
      }
    }
    overwriteTheMiddleOfTheLargestTable();

    int found = 0;
    try (Storage storage = TestStorage.open(directory, notices)) {
      for (int i = 0; i < entries; i++) {
        for (StoredResponse entry : storage.responses().candidates(Entries.key("a", "/" + i))) {
          found++;
          assertThat(Objects.requireNonNull(entry.body()).toByteArray())
              .isEqualTo(Entries.content(50_000, i));
        }
      }
    }
    assertThat(found).isBetween(entries / 2, entries - 1);
    assertThat(notices.codes()).containsExactly("store-damaged");
    assertThat(notices.reported().get(0).message()).contains(".sst");
  }

  @Test
  void orphanSweepEndsAtADamagedFileAndReportsItOnce() throws Exception {
    try (Storage storage = TestStorage.open(directory)) {
      for (int i = 0; i < 60; i++) {
        TestStorage.store(storage, "a", "/" + i, Entries.content(50_000, i));
      }
    }
    overwriteTheMiddleOfTheLargestTable();
    ManualTicker ticker = new ManualTicker();
    Damage damage = new Damage(new StoreNotices(notices, ticker));

    try (Database database = TestStorage.database(directory)) {
      OrphanSweep sweep =
          new OrphanSweep(ColumnFamily.CHUNKS, new OpenBodies<>(), EntryNumbering.start(2), damage);
      while (sweep.step(database)) {
        assertThat(notices.reported()).isEmpty();
      }
      assertThat(notices.codes()).containsExactly("store-damaged");
      ticker.advance(Duration.ofMinutes(1));
      assertThat(sweep.step(database)).isFalse();
      assertThat(notices.codes()).containsExactly("store-damaged");
    }
  }

  @Test
  void entryWithAnUnreadableHeadIsEvicted() throws Exception {
    int entries = 60;
    storeLargeHeads(entries);
    overwriteTheMiddleOfTheLargestTable();

    try (RocksDbStorage storage = TestStorage.open(directory, notices)) {
      PruneLimits limits = new PruneLimits(Instant.EPOCH, 10, Long.MAX_VALUE, 1000);
      assertThat(storage.responses().prune(limits))
          .isEqualTo(new PruneResult(0, entries - 10, false));
      assertThat(storage.responses().stats(Instant.now()).get("a"))
          .isNotNull()
          .returns(10L, StoreStats::entries);
      for (int i = 0; i < entries; i++) {
        assertThat(storage.responses().candidates(Entries.key("a", "/" + i)))
            .hasSize(i < entries - 10 ? 0 : 1);
      }
      assertThat(storage.responses().prune(limits)).isEqualTo(new PruneResult(0, 0, false));
    }
  }

  @Test
  void damagedFilesDoNotPreventStoringARecording() throws Exception {
    storeLargeHeads(60);
    overwriteTheMiddleOfTheLargestTable();
    Settings settings =
        Settings.of(
            Map.of(
                "database_path",
                directory.toString(),
                "max_entries",
                10L,
                "max_size_mb",
                100L,
                "store_budget",
                Duration.ofSeconds(20)));

    try (RocksDbStorage storage = TestStorage.open(settings, notices)) {
      for (int i = 0; i < 5; i++) {
        TestStorage.commit(
            storage, DraftBuilder.draft("a", "/recorded" + i).pinned().build(), SMALL);
      }
      storage.quota().step();
      assertThat(storage.responses().stats(Instant.now()).get("a"))
          .isNotNull()
          .returns(10L, StoreStats::entries);
    }
  }

  @Test
  void entriesInADamagedFileCanBeRemovedAndReplaced() throws Exception {
    storeLargeHeads(60);
    overwriteTheMiddleOfTheLargestTable();

    try (RocksDbStorage storage = TestStorage.open(directory, notices)) {
      for (int i = 0; i < 60; i += 2) {
        TestStorage.commit(storage, DraftBuilder.draft("a", "/" + i).pinned().build(), SMALL);
        assertThat(
                storage.responses().remove(new EntrySelector.ByTarget("a", "GET", "/" + (i + 1))))
            .isEqualTo(1);
      }
      assertThat(storage.responses().stats(Instant.now()).get("a"))
          .isNotNull()
          .returns(30L, StoreStats::entries);
    }
  }

  private void storeLargeHeads(int entries) {
    try (Storage storage = TestStorage.open(directory)) {
      for (int i = 0; i < entries; i++) {
        DraftBuilder draft = DraftBuilder.draft("a", "/" + i);
        TestStorage.store(storage, draft.requestBody(Entries.content(30_000, i)), new byte[0]);
      }
    }
  }

  private void overwriteTheMiddleOfTheLargestTable() throws IOException {
    try (Stream<Path> paths = Files.list(directory)) {
      Path largest =
          paths
              .filter(path -> path.toString().endsWith(".sst"))
              .max(Comparator.comparingLong(path -> path.toFile().length()))
              .orElseThrow();
      try (RandomAccessFile file = new RandomAccessFile(largest.toFile(), "rw")) {
        file.seek(file.length() / 2);
        file.write(new byte[1000]);
      }
    }
  }

  /** Stores two entries and changes one byte of the first, in its head or in one of its chunks. */
  private Place storeAndDamage(String target, byte[] content, ColumnFamily family, long sequence)
      throws RocksDBException {
    Place place;
    try (Storage storage = TestStorage.open(directory)) {
      StoredResponse entry = TestStorage.store(storage, "a", target, content);
      place = Place.of(entry.id()).orElseThrow();
      TestStorage.store(storage, "a", "/whole", SMALL);
    }
    byte[] key = family == ColumnFamily.CHUNKS ? Chunks.key(place, sequence) : Key.of(place);
    try (Database database = TestStorage.database(directory);
        Batch batch = database.batch()) {
      byte[] value = Objects.requireNonNull(database.get(family, key));
      value[value.length / 2] ^= 1;
      batch.put(family, key, value);
      batch.write(Duration.ofSeconds(10));
    }
    return place;
  }

  private void assertGoneFrom(Storage storage) {
    await()
        .until(
            () ->
                Objects.requireNonNull(storage.responses().stats(Instant.now()).get("a")).entries()
                    == 1);
    assertThat(storage.responses().candidates(Entries.key("a", "/whole"))).hasSize(1);
    assertThat(notices.codes()).containsExactly("store-damaged");
  }
}
