package io.apibuddy.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.contract.JavaProgram;
import io.apibuddy.ports.contract.RecordingNotices;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StoredResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a file of an earlier version is migrated in one transaction, or not at all. */
@Tag("any-jvm")
class MigrationTest {
  private static final List<String> BACK_TO_THE_FIRST =
      List.of(
          "INSERT INTO entry_chunks (entry_id, sequence, checksum, data)"
              + " SELECT id, 0, body_checksum, body FROM cache_entries WHERE body IS NOT NULL",
          "DROP INDEX cache_entries_by_key",
          "DROP INDEX cache_entries_by_use",
          "ALTER TABLE cache_entries DROP COLUMN body",
          "ALTER TABLE cache_entries DROP COLUMN body_checksum",
          "ALTER TABLE cache_entries DROP COLUMN coding",
          "ALTER TABLE cache_entries DROP COLUMN kept",
          "ALTER TABLE entry_chunks DROP COLUMN coding",
          "CREATE UNIQUE INDEX cache_entries_by_key ON cache_entries (cache_key, variant)",
          "CREATE INDEX cache_entries_by_use ON cache_entries (pinned, last_accessed, length)",
          "PRAGMA user_version = 1",
          "PRAGMA auto_vacuum = NONE",
          "PRAGMA journal_mode = DELETE",
          "VACUUM",
          "PRAGMA journal_mode = WAL");
  private static final String KEPT_COLUMNS =
      "SELECT count(*) FROM pragma_table_info('cache_entries') WHERE name = 'kept'";
  private static final int[] SIZES = {0, 1, 1000, 20_000, 200_000};

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void writeAFileOfTheFirstVersion() throws SQLException {
    file = directory.resolve("store.db");
    try (Storage storage = TestStorage.open(file)) {
      storage.reconfigure(TestStorage.withoutCompression(file));
      for (int size : SIZES) {
        TestStorage.store(storage, "/" + size, TestStorage.content("/" + size, size));
      }
      storage.configHistory().append(Instant.EPOCH, "cli", "{}");
    }
    for (String step : BACK_TO_THE_FIRST) {
      TestStorage.change(file, step);
    }
  }

  @Test
  void testFileHasTheSchemaOfTheFirstVersion() throws SQLException {
    Path first = directory.resolve("first.db");
    for (String statement : FirstSchema.STATEMENTS) {
      TestStorage.change(first, statement);
    }
    String tables =
        "SELECT group_concat(place, ', ') FROM (SELECT m.name || '.' || c.name || c.type AS place"
            + " FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'"
            + " AND m.name NOT LIKE 'sqlite%' ORDER BY 1)";
    String indexes =
        "SELECT group_concat(sql, ', ') FROM"
            + " (SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY 1)";

    assertThat(TestStorage.query(file, tables)).isEqualTo(TestStorage.query(first, tables));
    assertThat(TestStorage.query(file, indexes)).isEqualTo(TestStorage.query(first, indexes));
  }

  @Test
  void migrationKeepsEverythingInTheFile() throws SQLException, IOException {
    RecordingNotices notices = new RecordingNotices();
    try (Storage storage = TestStorage.open(file, notices)) {
      assertHoldsAll(storage);
      assertThat(storage.configHistory().list(10)).hasSize(1);
      TestStorage.store(storage, "/1000", new byte[5]);
      assertThat(storage.responses().candidates(TestStorage.key("/1000"))).hasSize(1);
    }
    assertThat(notices.reported()).isEmpty();
    assertThat(TestStorage.query(file, "PRAGMA user_version")).isEqualTo("2");
    assertThat(TestStorage.query(file, "PRAGMA auto_vacuum")).isEqualTo("2");
    assertThat(TestStorage.query(file, "PRAGMA integrity_check")).isEqualTo("ok");
    assertThat(
            TestStorage.query(
                file, "SELECT sum(kept) = sum(length) FROM cache_entries WHERE length > 1000"))
        .isEqualTo("1");
  }

  @Test
  void failedMigrationMovesTheUnchangedFileAside() throws SQLException, IOException {
    TestStorage.change(file, "DROP INDEX cache_entries_by_key");

    TestStorage.open(file).close();
    Path aside;
    try (Stream<Path> files = Files.list(directory)) {
      aside =
          files
              .filter(path -> path.getFileName().toString().startsWith("store.db.corrupt"))
              .findFirst()
              .orElseThrow();
    }
    assertThat(TestStorage.query(aside, "PRAGMA user_version")).isEqualTo("1");
    assertThat(TestStorage.query(aside, KEPT_COLUMNS)).isEqualTo("0");

    TestStorage.change(
        aside, "CREATE UNIQUE INDEX cache_entries_by_key ON cache_entries (cache_key, variant)");
    try (Storage storage = TestStorage.open(aside)) {
      assertHoldsAll(storage);
    }
  }

  @Test
  void killDuringAMigrationLeavesTheFileUnchangedOrMigrated() throws Exception {
    List<String> files = new ArrayList<>();
    for (int i = 0; i < StalledMigration.FILES; i++) {
      files.add(Files.copy(file, directory.resolve("killed-" + i + ".db")).toString());
    }
    Process child =
        new ProcessBuilder(
                JavaProgram.command(StalledMigration.class, files.toArray(String[]::new)))
            .redirectError(directory.resolve("child.err").toFile())
            .start();
    try (BufferedReader lines = child.inputReader(StandardCharsets.US_ASCII)) {
      assertThat(lines.readLine()).isEqualTo("stalled");
    } finally {
      child.destroyForcibly();
      assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    for (int i = 0; i < files.size(); i++) {
      Path killed = Path.of(files.get(i));
      boolean committed = i == files.size() - 1;
      assertThat(TestStorage.query(killed, "PRAGMA user_version"))
          .as("version after %d statements", i)
          .isEqualTo(committed ? "2" : "1");
      assertThat(TestStorage.query(killed, KEPT_COLUMNS)).isEqualTo(committed ? "1" : "0");
      try (Storage storage = TestStorage.open(killed)) {
        assertHoldsAll(storage);
      }
      assertThat(TestStorage.query(killed, "PRAGMA user_version")).isEqualTo("2");
      assertThat(TestStorage.query(killed, "PRAGMA integrity_check")).isEqualTo("ok");
    }
  }

  private static void assertHoldsAll(Storage storage) throws IOException {
    for (int size : SIZES) {
      List<StoredResponse> found = storage.responses().candidates(TestStorage.key("/" + size));
      assertThat(found).as("entry of %d bytes", size).hasSize(1);
      try (Body body = storage.responses().body(found.get(0).id(), 0).orElseThrow()) {
        assertThat(
                Arrays.equals(body.stream().readAllBytes(), TestStorage.content("/" + size, size)))
            .isTrue();
      }
    }
  }
}
