package io.apibuddy.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.ports.contract.RecordingNotices;
import io.apibuddy.ports.event.Notice;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Tests how the file is created, locked, refused or moved aside. */
class SqliteFileTest {
  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = directory.resolve("deep/er/store.db");
  }

  @Test
  void sqliteVersionHasTheFixForTheLogResetBug() throws SQLException {
    List<Integer> version =
        Stream.of(
                TestStorage.query(directory.resolve("any.db"), "SELECT sqlite_version()")
                    .split("[.]", -1))
            .map(Integer::valueOf)
            .toList();

    assertThat(version.get(0) * 1_000_000 + version.get(1) * 1_000 + version.get(2))
        .isGreaterThanOrEqualTo(3_051_003);
  }

  @Test
  void missingDirectoriesAreCreatedAndTheFileHasWalAndLargePages() throws SQLException {
    TestStorage.open(file).close();

    assertThat(TestStorage.query(file, "PRAGMA journal_mode")).isEqualTo("wal");
    assertThat(TestStorage.query(file, "PRAGMA page_size")).isEqualTo("8192");
    assertThat(TestStorage.query(file, "PRAGMA user_version"))
        .isEqualTo(Integer.toString(Schema.version()));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void onlyTheOwnerMayReadTheFiles() throws IOException {
    try (Storage storage = TestStorage.open(file)) {
      TestStorage.store(storage, "/x", TestStorage.content("/x", 100));
      storage.configHistory().append(Instant.now(), "cli", "{}");
      for (String suffix : List.of("", "-wal", "-shm", ".lock")) {
        assertThat(Files.getPosixFilePermissions(DatabaseFile.beside(file, suffix)))
            .as("store.db%s", suffix)
            .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      }
    }
  }

  @Test
  void emptyFileBecomesAnEmptyStore() throws IOException {
    Files.createDirectories(file.getParent());
    Files.createFile(file);
    assertStoresAndFinds();
  }

  @Test
  void secondOpenIsRefusedNamingTheOwningProcess() {
    try (Storage first = TestStorage.open(file)) {
      assertRefused(Kind.LOCKED, Long.toString(ProcessHandle.current().pid()));
      TestStorage.store(first, "/x", new byte[1]);
    }
    assertStoresAndFinds();
  }

  @Test
  void openingThatAnErrorEndsReleasesTheLock() {
    AdapterContext broken =
        new AdapterContext(
            TestStorage.settings(file),
            InstantSource.system(),
            () -> {
              throw new NoClassDefFoundError("missing");
            },
            new RecordingNotices());

    assertThatThrownBy(() -> new SqliteStorageProvider().open(broken))
        .isInstanceOf(NoClassDefFoundError.class);
    assertStoresAndFinds();
  }

  @Test
  void leftoverLockFileDoesNotPreventOpening() throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(DatabaseFile.beside(file, ".lock"), "1");
    assertStoresAndFinds();
  }

  @Test
  void aDirectoryInItsPlaceIsRefused() throws IOException {
    Files.createDirectories(file);
    assertRefused(Kind.UNUSABLE, "is a directory", file.toString(), "database_path");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aDeviceInItsPlaceIsRefused() {
    assertThatThrownBy(() -> DatabaseFile.prepare(Path.of("/dev/null")))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("/dev/null is not a regular file. Set database_path");
  }

  @Test
  void aFileInTheDirectorysPlaceIsRefused() throws IOException {
    Files.createDirectories(directory.resolve("deep"));
    Files.createFile(directory.resolve("deep/er"));
    assertRefused(Kind.UNUSABLE, file.toString(), "database_path");
  }

  @Test
  void laterSchemaIsRefusedAndTheFileStaysUnchanged() throws IOException, SQLException {
    TestStorage.open(file).close();
    TestStorage.change(file, "PRAGMA user_version = 9999");
    byte[] before = Files.readAllBytes(file);

    assertRefused(Kind.INCOMPATIBLE, "9999", " " + Schema.version() + ".", file.toString());
    assertThat(Arrays.equals(Files.readAllBytes(file), before)).isTrue();
  }

  @Test
  void databaseOfAnotherProgramIsRefusedAndStaysUnchanged() throws IOException, SQLException {
    Files.createDirectories(file.getParent());
    TestStorage.change(file, "CREATE TABLE addresses (name TEXT)");
    byte[] before = Files.readAllBytes(file);

    assertRefused(Kind.INCOMPATIBLE, "another program", file.toString());
    assertThat(Arrays.equals(Files.readAllBytes(file), before)).isTrue();
  }

  @Test
  void databaseOfAnotherProgramWithAHighVersionIsRefusedAsForeign()
      throws IOException, SQLException {
    Files.createDirectories(file.getParent());
    TestStorage.change(file, "CREATE TABLE addresses (name TEXT)", "PRAGMA user_version = 7");

    assertRefused(Kind.INCOMPATIBLE, "another program", file.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PRAGMA user_version = -1",
        "PRAGMA user_version = 0",
        "PRAGMA user_version = 1",
        "DROP TABLE removals",
        "DROP TABLE storage",
        "DROP TABLE cache_entries"
      })
  void databaseThatDoesNotMatchItsSchemaVersionIsMovedAside(String damage)
      throws IOException, SQLException {
    try (Storage storage = TestStorage.open(file)) {
      TestStorage.store(storage, "/x", TestStorage.content("/x", 100));
    }
    TestStorage.change(file, damage);

    RecordingNotices notices = new RecordingNotices();
    try (Storage storage = TestStorage.open(file, notices)) {
      assertThat(storage.responses().stats(Instant.now())).isEmpty();
      TestStorage.store(storage, "/x", new byte[1]);
    }
    assertThat(notices.codes()).containsExactly("store-corrupt");
    assertThat(aside()).hasSize(1);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aFileWithASecondNameIsRefused() throws IOException {
    TestStorage.open(file).close();
    Path second = Files.createLink(file.resolveSibling("second.db"), file);

    assertRefused(Kind.UNUSABLE, "hard link", file.toString());
    Files.delete(second);
    assertStoresAndFinds();
  }

  @Test
  void aRefusedFileIsNotLockedAfterwards() throws SQLException {
    TestStorage.open(file).close();
    TestStorage.change(file, "PRAGMA user_version = 9999");
    assertRefused(Kind.INCOMPATIBLE, "9999");
    TestStorage.change(file, "PRAGMA user_version = " + Schema.version());
    assertStoresAndFinds();
  }

  @Test
  void aFileThatIsNoDatabaseIsMovedAside() throws IOException {
    byte[] garbage = TestStorage.content("garbage", 100_000);
    Files.createDirectories(file.getParent());
    Files.write(file, garbage);

    assertMovedAside(garbage);
  }

  @Test
  void fileIsLockedUnderEveryNameOfASymbolicLink() throws IOException {
    Files.createDirectories(file.getParent());
    Path link = Files.createSymbolicLink(file.resolveSibling("link.db"), file);
    try (Storage storage = TestStorage.open(file)) {
      TestStorage.store(storage, "/1", TestStorage.content("/1", 100));
      assertThatThrownBy(() -> TestStorage.open(link).close())
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.LOCKED));
    }
    try (SqliteStorage storage = TestStorage.open(link)) {
      storage.reconfigure(Settings.of(Map.of("database_path", link.toString(), "max_entries", 5L)));
    }
    Files.write(file, TestStorage.content("garbage", 100_000));
    TestStorage.open(link).close();
    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(aside()).hasSize(1);
  }

  @Test
  void textFileIsRefusedAndStaysUnchanged() throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "domain_mappings: {a: https://a.example}\n");

    assertRefused(Kind.UNUSABLE, "is a text file, not a database", file.toString());
    assertThat(Files.readString(file)).startsWith("domain_mappings");
  }

  @Test
  void fileTruncatedWithinItsHeaderIsMovedAside() throws IOException {
    byte[] beginning = "SQLite for".getBytes(StandardCharsets.US_ASCII);
    Files.createDirectories(file.getParent());
    Files.write(file, beginning);

    assertMovedAside(beginning);
  }

  @Test
  void aTruncatedDatabaseIsMovedAside() throws IOException {
    try (Storage storage = TestStorage.open(file)) {
      for (int i = 0; i < 50; i++) {
        TestStorage.store(storage, "/" + i, TestStorage.content("/" + i, 60_000));
      }
    }
    byte[] whole = Files.readAllBytes(file);
    byte[] part = Arrays.copyOf(whole, whole.length / 3);
    Files.write(file, part);

    assertMovedAside(part);
  }

  @Test
  void secondDamagedFileInTheSameSecondIsMovedAsideToo() throws IOException {
    Files.createDirectories(file.getParent());
    for (String garbage : List.of("first\0".repeat(1000), "second".repeat(1000) + '\0')) {
      Files.writeString(file, garbage);
      TestStorage.open(file).close();
    }

    assertThat(aside()).hasSize(2);
  }

  @Test
  void invalidThrottleRowsAreIgnored() throws Exception {
    try (Storage storage = TestStorage.open(file)) {
      TestStorage.store(storage, "/x", TestStorage.content("/x", 100));
    }
    TestStorage.change(
        file, "INSERT INTO throttle_penalties VALUES ('zz', -5, 0, 0, 0), (NULL, 5, 0, 0, 0)");

    try (Storage storage = TestStorage.open(file)) {
      assertThat(storage.responses().candidates(TestStorage.key("/x"))).hasSize(1);
    }
    assertThat(aside()).isEmpty();
  }

  @Test
  void fullDiskIsReportedWithTheRemedy() {
    assertThat(Database.failure(file, new SQLException("no room", null, 13)))
        .returns(Kind.FULL, StoreException::kind)
        .hasMessageContainingAll(file.toString(), "no room", "Free some space", "database_path");
  }

  @Test
  void fileThatCannotGrowIsReportedWithTheRemedy() {
    assertThat(
            Database.failure(file, new SQLiteException("no", SQLiteErrorCode.SQLITE_IOERR_WRITE)))
        .returns(Kind.IO, StoreException::kind)
        .hasMessageContainingAll(file.toString(), "ulimit -f", "database_path");
  }

  @Test
  void lackOfSpaceForSharedMemoryIsReportedAsFullDisk() {
    assertThat(
            Database.failure(file, new SQLiteException("no", SQLiteErrorCode.SQLITE_IOERR_SHMSIZE)))
        .returns(Kind.FULL, StoreException::kind)
        .hasMessageContaining("Free some space");
  }

  @Test
  void fileSystemWithoutSharedMemoryIsReportedWithTheRemedy() {
    assertThat(
            Database.failure(file, new SQLiteException("no", SQLiteErrorCode.SQLITE_IOERR_SHMOPEN)))
        .hasMessageContainingAll(file.toString(), "shared memory", "database_path");
  }

  @Test
  void garbageInTheLogIsIgnored() throws IOException {
    try (Storage storage = TestStorage.open(file)) {
      TestStorage.store(storage, "/x", TestStorage.content("/x", 100));
    }
    Files.write(DatabaseFile.beside(file, "-wal"), TestStorage.content("wal", 100_000));

    try (Storage storage = TestStorage.open(file)) {
      assertThat(storage.responses().candidates(TestStorage.key("/x"))).hasSize(1);
    }
    assertThat(aside()).isEmpty();
  }

  private void assertMovedAside(byte[] damaged) throws IOException {
    RecordingNotices notices = new RecordingNotices();
    try (Storage storage = TestStorage.open(file, notices)) {
      assertThat(storage.responses().stats(Instant.now())).isEmpty();
      TestStorage.store(storage, "/x", new byte[1]);
    }
    assertThat(aside())
        .singleElement()
        .satisfies(
            path -> {
              assertThat(path.getFileName().toString())
                  .matches("store\\.db\\.corrupt-\\d{8}T\\d{6}Z");
              assertThat(Arrays.equals(Files.readAllBytes(path), damaged)).isTrue();
            });
    assertThat(notices.reported())
        .singleElement()
        .satisfies(
            notice -> {
              assertThat(notice.level()).isEqualTo(Notice.Level.WARNING);
              assertThat(notice.source()).isEqualTo(Notice.Source.STORE);
              assertThat(notice.code()).isEqualTo("store-corrupt");
              assertThat(notice.message()).contains(file.toString(), ".corrupt-");
            });
    RecordingNotices later = new RecordingNotices();
    TestStorage.open(file, later).close();
    assertThat(later.reported()).isEmpty();
  }

  private List<Path> aside() throws IOException {
    try (Stream<Path> files = Files.list(file.getParent())) {
      return files
          .filter(path -> path.getFileName().toString().contains(".corrupt-"))
          .filter(path -> !path.toString().endsWith("-wal") && !path.toString().endsWith("-shm"))
          .toList();
    }
  }

  private void assertStoresAndFinds() {
    try (Storage storage = TestStorage.open(file)) {
      TestStorage.store(storage, "/found", new byte[10]);
      assertThat(storage.responses().candidates(TestStorage.key("/found"))).hasSize(1);
    }
  }

  private void assertRefused(Kind kind, String... words) {
    ThrowingCallable open = () -> TestStorage.open(file).close();
    assertThatThrownBy(open)
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(kind);
              assertThat(e.getMessage()).contains(words);
            });
  }
}
