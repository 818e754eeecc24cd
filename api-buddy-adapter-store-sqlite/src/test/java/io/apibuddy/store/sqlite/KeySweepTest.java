package io.apibuddy.store.sqlite;

import static io.apibuddy.ports.contract.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.contract.ManualTicker;
import io.apibuddy.ports.contract.RecordingNotices;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.Storage;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that the keys in the file are read after the start, which does not wait for them. */
@Timeout(60)
class KeySweepTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int SEVERAL_STEPS = 5_000;

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = directory.resolve("store.db");
  }

  @Test
  void allKeysOfAFileAreReadInSteps() {
    fill(SEVERAL_STEPS);
    try (Storage storage = TestStorage.open(file)) {
      await().atMost(TIMEOUT).until(() -> knownAbsentKeys(storage) > 90);

      assertThat(IntStream.range(0, SEVERAL_STEPS).mapToObj(i -> TestStorage.key("/" + i)))
          .noneMatch(storage.responses()::lacks);
    }
  }

  @Test
  void longSweepWaitsUntilTheStartIsOver() {
    fill(SEVERAL_STEPS);
    ManualTicker ticker = new ManualTicker();
    try (SqliteStorage storage = open(ticker, new RecordingNotices())) {
      for (int i = 0; i < 10; i++) {
        storage.writer().settle(); // each step would queue the next behind
      }
      assertThat(knownAbsentKeys(storage)).isZero();

      ticker.advance(Duration.ofSeconds(2));

      await().atMost(TIMEOUT).until(() -> knownAbsentKeys(storage) > 90);
    }
  }

  @Test
  void entryReplacesOneStoredUnderAKeyThatWasKnownAbsent() {
    try (SqliteStorage storage = TestStorage.open(file)) {
      await().atMost(TIMEOUT).until(() -> knownAbsentKeys(storage) > 90);
      TestStorage.store(storage, "/same", new byte[1]);
      TestStorage.store(storage, "/other", new byte[2]);

      TestStorage.store(storage, "/same", new byte[3]);

      storage.writer().settle();
      assertThat(storage.readers().call(KeySweepTest::lengths)).containsExactly(2L, 3L);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {KeySweep.NEXT, KeySweep.SEVERAL_STEPS})
  void sweepReadsACoveringIndexOnly(String statement) {
    try (SqliteStorage storage = TestStorage.open(file)) {
      assertThat(TestStorage.plan(storage, statement)).contains("COVERING INDEX");
    }
  }

  @Test
  void failedSweepIsRepeatedLaterWithoutANotice() throws SQLException {
    fill(10);
    TestStorage.change(file, "ALTER TABLE cache_entries RENAME COLUMN cache_key TO lost");
    ManualTicker ticker = new ManualTicker();
    RecordingNotices notices = new RecordingNotices();
    try (SqliteStorage storage = open(ticker, notices)) {
      change(storage, "ALTER TABLE cache_entries RENAME COLUMN lost TO cache_key");
      assertThat(knownAbsentKeys(storage)).isZero();

      ticker.advance(Duration.ofSeconds(10));

      await().atMost(TIMEOUT).until(() -> knownAbsentKeys(storage) > 90);
      assertThat(storage.responses().lacks(TestStorage.key("/1"))).isFalse();
      assertThat(notices.reported()).isEmpty();
    }
  }

  private SqliteStorage open(ManualTicker ticker, RecordingNotices notices) {
    AdapterContext context =
        new AdapterContext(TestStorage.settings(file), InstantSource.system(), ticker, notices);
    return (SqliteStorage) new SqliteStorageProvider().open(context);
  }

  /** Changes the schema on the writer's thread, after what was queued before. */
  private static void change(SqliteStorage storage, String sql) {
    storage
        .writer()
        .call(
            statements -> {
              statements.execute(sql);
              return true;
            },
            false);
  }

  private static List<Long> lengths(Statements statements) throws SQLException {
    return Rows.ids(statements.prepare("SELECT length FROM cache_entries ORDER BY id"));
  }

  private void fill(int entries) {
    try (Storage storage = TestStorage.open(file)) {
      for (int i = 0; i < entries; i++) {
        TestStorage.store(storage, "/" + i, new byte[10]);
      }
    }
  }

  private static long knownAbsentKeys(Storage storage) {
    ResponseStore store = storage.responses();
    return IntStream.range(0, 100).filter(i -> store.lacks(TestStorage.key("/never/" + i))).count();
  }
}
