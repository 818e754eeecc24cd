package io.apibuddy.store.sqlite;

import static io.apibuddy.ports.contract.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.contract.DraftBuilder;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.EntryWriter;
import io.apibuddy.ports.store.PruneLimits;
import io.apibuddy.ports.store.PruneResult;
import io.apibuddy.ports.store.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that removed entries leave nothing in the file and never come back. */
class HousekeepingTest {
  private static final String CHUNKS = "SELECT count(*) FROM entry_chunks";
  private static final String ENTRIES = "SELECT count(*) FROM cache_entries";
  private static final String REMOVALS = "SELECT count(*) FROM removals";

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = directory.resolve("store.db");
  }

  @Test
  void anAbandonedEntryLeavesNoChunks() {
    try (Storage storage = TestStorage.open(file)) {
      try (EntryWriter writer = storage.responses().begin(TestStorage.draft("/x"))) {
        writer.write(ByteBuffer.allocate(500_000));
        awaitRows(CHUNKS, 7);
      }
      awaitRows(CHUNKS, 0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {Pruning.EXPIRED, Totals.COUNT, Pruning.LEAST_RECENTLY_USED})
  void pruningReadsNoRowsButThoseThatExpired(String statement) {
    try (SqliteStorage storage = TestStorage.open(file)) {
      assertThat(TestStorage.plan(storage, statement))
          .contains(statement.equals(Pruning.EXPIRED) ? "cache_entries_by_discard" : "COVERING");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {Pruning.DELETE, EntryChunks.DELETE_SOME})
  void deletionsSearchForTheirRowsInsteadOfScanning(String statement) {
    try (SqliteStorage storage = TestStorage.open(file)) {
      assertThat(TestStorage.plan(storage, statement))
          .contains("SEARCH")
          .doesNotContain("SCAN cache_entries", "SCAN entry_chunks");
    }
  }

  @Test
  void replacingAnEntryDropsTheOldChunks() {
    try (Storage storage = TestStorage.open(file)) {
      TestStorage.store(storage, "/x", TestStorage.content("/x", 500_000));
      awaitRows(CHUNKS, 8);
      TestStorage.store(storage, "/x", TestStorage.content("/x", 10));
      awaitRows(CHUNKS, 0);
    }
  }

  @Test
  void chunksStayUntilTheLastReaderIsDone() throws IOException {
    byte[] expected = TestStorage.content("/x", 500_000);
    try (Storage storage = TestStorage.open(file)) {
      TestStorage.store(storage, "/x", expected);
      var id = storage.responses().candidates(TestStorage.key("/x")).get(0).id();
      Body first = storage.responses().body(id, 0).orElseThrow();
      Body second = storage.responses().body(id, 0).orElseThrow();
      storage.responses().remove(EntrySelector.ALL);
      awaitRows(ENTRIES, 0);
      first.close();
      first.close();

      assertThat(second.stream().readAllBytes()).isEqualTo(expected);
      second.close();
      awaitRows(CHUNKS, 0);
    }
  }

  @Test
  void chunksThatACrashLeftBehindAreRemoved() throws SQLException {
    TestStorage.open(file).close();
    TestStorage.change(
        file,
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)"
            + " INSERT INTO entry_chunks (entry_id, sequence, checksum, data)"
            + " SELECT i, 0, 0, x'00' FROM n");
    try (Storage storage = TestStorage.open(file)) {
      TestStorage.store(storage, "/x", TestStorage.content("/x", 10));
      awaitRows(CHUNKS, 0);
    }
  }

  @Test
  void largeRemovalHidesItsEntriesAtOnceAndDeletesThemInSteps() {
    try (Storage storage = TestStorage.open(file)) {
      for (int i = 0; i < 1234; i++) {
        TestStorage.store(storage, "/" + i, new byte[1]);
      }
      assertThat(storage.responses().remove(EntrySelector.ALL)).isEqualTo(1234);
      assertThat(storage.responses().candidates(TestStorage.key("/7"))).isEmpty();
      assertThat(storage.responses().stats(Instant.now())).isEmpty();
      TestStorage.store(storage, "/7", new byte[1]);

      awaitRows(ENTRIES, 1);
      awaitRows(REMOVALS, 0);
      assertThat(storage.responses().candidates(TestStorage.key("/7"))).hasSize(1);
    }
  }

  @Test
  void aRemovalThatACrashInterruptedIsFinished() throws SQLException {
    try (Storage storage = TestStorage.open(file)) {
      for (int i = 0; i < 1234; i++) {
        TestStorage.store(storage, "/" + i, new byte[1]);
      }
    }
    TestStorage.change(
        file,
        "INSERT INTO removals (number, barrier, domain)"
            + " SELECT 1, max(id), 'a' FROM cache_entries");
    try (Storage storage = TestStorage.open(file)) {
      assertThat(storage.responses().candidates(TestStorage.key("/1233"))).isEmpty();
      TestStorage.store(storage, "/new", new byte[1]);
      awaitRows(ENTRIES, 1);
      awaitRows(REMOVALS, 0);
      assertThat(storage.responses().candidates(TestStorage.key("/new"))).hasSize(1);
    }
  }

  @Test
  void smallBoundHoldsThoughFewEntriesAreStored() {
    try (Storage storage = openWithBound(20)) {
      for (int i = 0; i < 50; i++) {
        TestStorage.store(storage, "/" + i, new byte[1]);
      }

      awaitRows(ENTRIES, 20);
      assertThat(storage.responses().candidates(TestStorage.key("/49"))).hasSize(1);
    }
  }

  private Storage openWithBound(long entries) {
    Settings settings =
        Settings.of(
            Map.of(
                "database_path", file.toString(),
                "max_entries", entries,
                "store_budget", Duration.ofSeconds(20)));
    return new SqliteStorageProvider().open(AdapterContext.of(settings));
  }

  @Test
  void boundHoldsThoughManyEntriesWaitForTheWriter() throws Exception {
    try (Storage storage = openWithBound(20);
        Connection foreign = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = foreign.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      for (int i = 0; i < 4000; i++) {
        TestStorage.store(storage, "/" + i, new byte[1]);
      }
      statement.execute("ROLLBACK");
      storage.responses().settle();

      String rows = TestStorage.query(file, "SELECT count(*) FROM cache_entries");
      assertThat(Integer.parseInt(rows)).isLessThan(1100); // two transactions
    }
  }

  @Test
  void configuredBoundHoldsWhileTheStoreFills() {
    try (Storage storage = openWithBound(100)) {
      for (int i = 0; i < 1000; i++) {
        TestStorage.store(storage, "/" + i, new byte[1]);
      }
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(storage.responses().stats(Instant.now()).get("a"))
                      .extracting(stats -> Objects.requireNonNull(stats).entries())
                      .isEqualTo(100L));
      assertThat(storage.responses().candidates(TestStorage.key("/999"))).hasSize(1);
    }
  }

  @Test
  void loweredBoundIsReachedHoweverManyEntriesAreStored() {
    Map<String, Object> settings = new HashMap<>();
    settings.put("database_path", file.toString());
    settings.put("store_budget", Duration.ofSeconds(20));
    settings.put("max_entries", 10_000L);
    try (Storage storage =
        new SqliteStorageProvider().open(AdapterContext.of(Settings.of(settings)))) {
      for (int i = 0; i < 2500; i++) {
        TestStorage.store(storage, "/" + i, new byte[1]);
      }
      settings.put("max_entries", 100L);
      storage.reconfigure(Settings.of(settings));
      for (int i = 2500; i < 3000; i++) {
        TestStorage.store(storage, "/" + i, new byte[1]);
      }

      awaitRows(ENTRIES, 100);
      assertThat(storage.responses().candidates(TestStorage.key("/2999"))).hasSize(1);
    }
  }

  /** The totals are not visible, but the number of entries evicted at a bound shows them. */
  @Test
  void countedTotalsMatchTheFileAfterRandomChanges() throws SQLException {
    Random random = new Random(7);
    for (int opening = 0; opening < 3; opening++) {
      try (SqliteStorage storage = TestStorage.open(file)) {
        for (int i = 0; i < 100; i++) {
          change(storage, random);
        }
        storage.writer().settle();
        int left = Integer.parseInt(TestStorage.query(file, ENTRIES));
        assertThat(prune(storage, Instant.EPOCH, left).evicted()).isZero();
        assertThat(prune(storage, Instant.EPOCH, left - 1).evicted()).isEqualTo(1);
      }
    }
  }

  private static void change(Storage storage, Random random) {
    String target = "/" + random.nextInt(50);
    switch (random.nextInt(20)) {
      case 0 -> prune(storage, Instant.now(), 1000);
      case 1 -> prune(storage, Instant.now(), 25);
      case 2 -> prune(storage, Instant.EPOCH, 25);
      case 3 -> storage.responses().remove(new EntrySelector.ByTarget("a", "GET", target));
      default -> {
        DraftBuilder draft = DraftBuilder.draft(TestStorage.key(target));
        boolean expired = random.nextInt(3) == 0;
        draft.discardAt(expired ? Instant.EPOCH.plusSeconds(1) : Instant.now().plusSeconds(60));
        try (EntryWriter writer = storage.responses().begin(draft.build())) {
          writer.write(ByteBuffer.allocate(random.nextInt(10_000)));
          writer.commit(EntryCompletion.PLAIN);
        }
      }
    }
  }

  private static PruneResult prune(Storage storage, Instant now, long most) {
    return storage.responses().prune(new PruneLimits(now, most, 1L << 40, 100));
  }

  @Test
  void idleStoreCheckpointsItsLogThoughItIsQueried() throws IOException {
    try (Storage storage = TestStorage.open(file)) {
      TestStorage.store(storage, "/x", TestStorage.content("/x", 500_000));
      awaitRows(ENTRIES, 1);

      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                storage.responses().stats(Instant.now());
                return Files.size(file) > 500_000;
              });
    }
  }

  private void awaitRows(String count, int expected) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> assertThat(TestStorage.query(file, count)).isEqualTo(Integer.toString(expected)));
  }
}
