package io.apibuddy.store.sqlite;

import static io.apibuddy.ports.contract.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.apibuddy.ports.contract.DraftBuilder;
import io.apibuddy.ports.contract.RecordingNotices;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.EntryWriter;
import io.apibuddy.ports.store.MetricsRow;
import io.apibuddy.ports.store.PruneLimits;
import io.apibuddy.ports.store.PruneResult;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;
import io.apibuddy.ports.store.StoredResponse;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests what other programs and damage do to the files, before and while they are open. */
@Tag("any-jvm")
@Timeout(120)
class FileFaultTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int PAGE = 8192;
  private static final int LEAF_OF_A_TABLE = 13;

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = directory.resolve("store.db");
  }

  @Test
  void entryOnADamagedPageIsAMissAndTheStoreStaysUsable() throws IOException {
    fill(300);
    overwriteALeafPage();
    RecordingNotices notices = new RecordingNotices();
    try (Storage storage = TestStorage.open(file, notices)) {
      int found = 0;
      for (int i = 0; i < 300; i++) {
        found += storage.responses().candidates(TestStorage.key("/" + i)).size();
      }
      assertThat(found).isBetween(200, 299);
      assertThat(notices.codes()).containsExactly("store-damaged");

      for (int i = 1000; i < 1100; i++) {
        TestStorage.store(storage, "/" + i, TestStorage.content("/" + i, 1000));
      }
      await()
          .atMost(TIMEOUT)
          .untilAsserted(() -> assertThat(TestStorage.query(file, newEntries())).isEqualTo("100"));
    }
  }

  @Test
  void damageThatKeepsResponsesFromBeingStoredIsReportedWithTheWayOut()
      throws IOException, SQLException {
    fill(10);
    overwrite(
        Long.parseLong(
            TestStorage.query(
                file,
                "SELECT rootpage - 1 FROM sqlite_master WHERE name = 'cache_entries_by_target'")));
    RecordingNotices notices = new RecordingNotices();
    try (Storage storage = TestStorage.open(file, notices)) {
      TestStorage.store(storage, "/new", TestStorage.content("/new", 1000));
      await().atMost(TIMEOUT).until(() -> !notices.reported().isEmpty());
    }
    assertThat(notices.codes()).containsExactly("store-damaged");
    assertThat(notices.reported().get(0).message())
        .contains("a response was not stored", "move the database file aside");
  }

  @Test
  void fileWithAnOverwrittenHeaderIsMovedAside() throws IOException {
    fill(10);
    try (RandomAccessFile damaged = new RandomAccessFile(file.toFile(), "rw")) {
      damaged.write(TestStorage.content("header", 100));
    }
    RecordingNotices notices = new RecordingNotices();
    try (Storage storage = TestStorage.open(file, notices)) {
      assertThat(storage.responses().candidates(TestStorage.key("/1"))).isEmpty();
    }
    assertThat(notices.codes()).containsExactly("store-corrupt");
  }

  @Test
  void deletingTheLogAfterAKillLosesItsEntriesOnly() throws IOException, SQLException {
    Path copy = directory.resolve("copy.db");
    try (Storage storage = TestStorage.open(file)) {
      TestStorage.store(storage, "/1", TestStorage.content("/1", 1000));
      storage.responses().stats(Instant.EPOCH);
      Files.copy(file, copy); // as a kill leaves it, without its log
    }
    try (Storage storage = TestStorage.open(copy)) {
      assertWholeOrMissing(storage, 1);
      TestStorage.store(storage, "/2", TestStorage.content("/2", 1000));
      assertWholeOrMissing(storage, 2);
    }
    assertThat(TestStorage.query(copy, "PRAGMA integrity_check")).isEqualTo("ok");
  }

  @Test
  void backupMadeWhileTheStoreIsOpenIsComplete() throws IOException, SQLException {
    Path backup = directory.resolve("backup.db");
    try (Storage storage = TestStorage.open(file)) {
      for (int i = 0; i < 200; i++) {
        TestStorage.store(storage, "/" + i, TestStorage.content("/" + i, 3000));
        if (i == 100) {
          TestStorage.change(file, "VACUUM INTO '" + backup + "'");
        }
      }
    }
    assertThat(TestStorage.query(backup, "PRAGMA integrity_check")).isEqualTo("ok");
    try (Storage storage = TestStorage.open(backup)) {
      for (int i = 0; i < 200; i++) {
        assertWholeOrMissing(storage, i);
      }
    }
  }

  @Test
  void callsSucceedOrFailCleanlyAfterTheOpenFileIsDeleted() throws IOException {
    assumeThat(directory.getFileSystem().supportedFileAttributeViews()).contains("posix");
    try (Storage storage = TestStorage.open(file)) {
      TestStorage.store(storage, "/1", TestStorage.content("/1", 1000));
      for (String suffix : List.of("", "-wal", "-shm")) {
        Files.deleteIfExists(DatabaseFile.beside(file, suffix));
      }
      for (int i = 2; i < 10; i++) {
        storeOrRefuse(storage, i);
        assertWholeOrMissing(storage, i);
      }
    }
    try (Storage storage = TestStorage.open(file)) {
      TestStorage.store(storage, "/1", TestStorage.content("/1", 1000));
      assertWholeOrMissing(storage, 1);
    }
  }

  @Test
  void unwritableDirectoryIsRefusedNamingTheSettingToChange() throws IOException {
    Path closed = Files.createDirectory(directory.resolve("closed"));
    assumeThat(closed.toFile().setWritable(false)).isTrue();
    assumeThat(Files.isWritable(closed)).as("a superuser writes anywhere").isFalse();

    assertThatThrownBy(() -> TestStorage.open(closed.resolve("store.db")).close())
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(Kind.UNUSABLE);
              assertThat(e.getMessage()).contains(closed.toString(), "database_path");
            });
  }

  private void makeImpatient(SqliteStorage storage) {
    storage.reconfigure(
        Settings.of(
            Map.of("database_path", file.toString(), "store_budget", Duration.ofMillis(50))));
  }

  @Test
  void exclusiveLockOfAnotherProcessBlocksCallsForTheirBudgetOnly() throws SQLException {
    try (SqliteStorage storage = TestStorage.open(file)) {
      TestStorage.store(storage, "/1", TestStorage.content("/1", 1000));
      storage.metrics().removeBefore(Instant.EPOCH);
      makeImpatient(storage);
      try (Connection foreign = DriverManager.getConnection("jdbc:sqlite:" + file);
          Statement statement = foreign.createStatement()) {
        statement.execute("BEGIN EXCLUSIVE");
        assertThatThrownBy(() -> storage.metrics().removeBefore(Instant.EPOCH))
            .isInstanceOfSatisfying(
                StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.BUSY));
        assertWholeOrMissing(storage, 1);
        statement.execute("ROLLBACK");
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      await()
          .atMost(TIMEOUT)
          .ignoreExceptionsInstanceOf(StoreException.class)
          .until(() -> storage.metrics().removeBefore(Instant.EPOCH) == 0);
    }
  }

  @Test
  void recordingIsStoredOrItsCommitFails() throws SQLException, IOException {
    try (SqliteStorage storage = TestStorage.open(file)) {
      makeImpatient(storage);
      try (Connection foreign = DriverManager.getConnection("jdbc:sqlite:" + file);
          Statement statement = foreign.createStatement()) {
        statement.execute("BEGIN IMMEDIATE");
        assertThatThrownBy(() -> record(storage, "/1")).isInstanceOf(StoreException.class);
        statement.execute("ROLLBACK");
      }
      await()
          .atMost(TIMEOUT)
          .ignoreExceptionsInstanceOf(StoreException.class)
          .until(() -> record(storage, "/2"));
    }
  }

  private static boolean record(Storage storage, String target) {
    byte[] content = TestStorage.content(target, 1000);
    try (EntryWriter writer =
        storage.responses().begin(DraftBuilder.draft(TestStorage.key(target)).pinned().build())) {
      writer.write(ByteBuffer.wrap(content));
      return writer.commit(EntryCompletion.PLAIN);
    }
  }

  @Test
  void metricsThatCannotBeWrittenAreWrittenLater() throws SQLException {
    MetricsRow row =
        new MetricsRow(Instant.EPOCH.plusSeconds(60), "a", "GET", "hit", 2, 5, 100, 10);
    try (SqliteStorage storage = TestStorage.open(file)) {
      makeImpatient(storage);
      try (Connection foreign = DriverManager.getConnection("jdbc:sqlite:" + file);
          Statement statement = foreign.createStatement()) {
        statement.execute("BEGIN IMMEDIATE");
        storage.metrics().append(List.of(row));
        // The append has failed by then: its transaction came before this one.
        await().atMost(TIMEOUT).until(() -> !storage.responses().acceptsAtOnce(1));
        statement.execute("ROLLBACK");
      }
      await()
          .atMost(TIMEOUT)
          .until(() -> storage.metrics().summarize(Instant.EPOCH, Instant.MAX).contains(row));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void removalOrReplacementOfTheOpenFileIsReported(boolean replaced) throws IOException {
    RecordingNotices notices = new RecordingNotices();
    try (Storage storage = TestStorage.open(file, notices)) {
      TestStorage.store(storage, "/1", TestStorage.content("/1", 1000));
      assertThat(notices.reported()).isEmpty();
      Files.delete(file);
      if (replaced) {
        Files.createFile(file);
      }
      await().atMost(TIMEOUT).until(() -> !notices.reported().isEmpty());
      assertThat(notices.reported().get(0).code()).isEqualTo("store-gone");
      assertThat(notices.reported().get(0).message()).contains(file.toString());
      assertWholeOrMissing(storage, 1);
    }
  }

  @Test
  void entriesRemovedFromADamagedFileStayRemovedAfterARestart() throws IOException {
    fill(400);
    overwriteALeafPage();
    try (Storage storage = TestStorage.open(file)) {
      // The entries cannot be counted, but they are removed.
      assertThatThrownBy(() -> storage.responses().remove(EntrySelector.ALL))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CORRUPT));
      assertThat(found(storage, 400)).isZero();
    }
    try (Storage storage = TestStorage.open(file)) {
      assertThat(found(storage, 400)).isZero();
      TestStorage.store(storage, "/1", TestStorage.content("/1", 1000));
      assertThat(found(storage, 2)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 1000})
  void damagedPageDoesNotPreventPruningOfOtherEntries(int step) throws IOException {
    fill(300);
    overwriteALeafPage();
    RecordingNotices notices = new RecordingNotices();
    try (Storage storage = TestStorage.open(file, notices)) {
      prune(storage, new PruneLimits(Instant.EPOCH, 100, Long.MAX_VALUE, step), "= 100");
      PruneLimits expired = new PruneLimits(Instant.MAX, 100, Long.MAX_VALUE, step);
      prune(storage, expired, "BETWEEN 1 AND 50");
    }
    assertThat(notices.codes()).containsExactly("store-damaged");
  }

  /** Prunes until the number of rows satisfies the condition {@code rows}. */
  private void prune(Storage storage, PruneLimits limits, String rows) {
    await()
        .atMost(TIMEOUT)
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              PruneResult unused = storage.responses().prune(limits);
              return TestStorage.query(file, "SELECT count(kept) " + rows + " FROM cache_entries")
                  .equals("1");
            });
  }

  private static int found(Storage storage, int numbers) {
    int found = 0;
    for (int i = 0; i < numbers; i++) {
      try {
        found += storage.responses().candidates(TestStorage.key("/" + i)).size();
      } catch (StoreException damaged) {
        assertThat(damaged.kind()).isEqualTo(Kind.CORRUPT);
      }
    }
    return found;
  }

  @Test
  void fileShrinksAfterARemoval() {
    byte[] content = TestStorage.content("/x", 100_000);
    try (Storage storage = TestStorage.open(file)) {
      for (int i = 0; i < 300; i++) {
        TestStorage.store(storage, "/" + i, content);
      }
      await().atMost(TIMEOUT).until(() -> Files.size(file) > 20_000_000);
      storage.responses().remove(EntrySelector.ALL);
      await().atMost(TIMEOUT).until(() -> Files.size(file) < 8_000_000);
    }
  }

  private static String newEntries() {
    return "SELECT count(*) FROM cache_entries NOT INDEXED WHERE id >"
        + " (SELECT max(id) - 100 FROM cache_entries)";
  }

  private void fill(int entries) {
    try (Storage storage = TestStorage.open(file)) {
      for (int i = 0; i < entries; i++) {
        TestStorage.store(storage, "/" + i, TestStorage.content("/" + i, 1000));
      }
    }
  }

  /** Overwrites a page of rows in the middle of the file. */
  private void overwriteALeafPage() throws IOException {
    try (RandomAccessFile pages = new RandomAccessFile(file.toFile(), "rw")) {
      long page = pages.length() / PAGE / 2;
      pages.seek(page * PAGE);
      while (pages.read() != LEAF_OF_A_TABLE) {
        page++;
        pages.seek(page * PAGE);
      }
      overwrite(page);
    }
  }

  private void overwrite(long page) throws IOException {
    try (RandomAccessFile pages = new RandomAccessFile(file.toFile(), "rw")) {
      pages.seek(page * PAGE);
      pages.write(new byte[PAGE]);
    }
  }

  private static void storeOrRefuse(Storage storage, int number) {
    try {
      TestStorage.store(storage, "/" + number, TestStorage.content("/" + number, 1000));
    } catch (StoreException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }

  private static void assertWholeOrMissing(Storage storage, int number) throws IOException {
    List<StoredResponse> found;
    try {
      found = storage.responses().candidates(TestStorage.key("/" + number));
    } catch (StoreException refused) {
      assertThat(refused.getMessage()).isNotEmpty();
      return;
    }
    for (StoredResponse entry : found) {
      try (Body body = storage.responses().body(entry.id(), 0).orElseThrow()) {
        byte[] content = body.stream().readAllBytes();
        assertThat(Arrays.equals(content, TestStorage.content("/" + number, content.length)))
            .isTrue();
      }
    }
  }
}
