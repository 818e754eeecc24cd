package io.apibuddy.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.ports.contract.RecordingNotices;
import io.apibuddy.ports.event.Notice;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.EntryQuery;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StoreStats;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.store.local.Chunking;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that an entry that differs from what was written is a miss and never served. */
class DamageTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE cache_entries SET body = zeroblob(length(body))",
        "UPDATE cache_entries SET body = substr(body, 2)",
        "UPDATE cache_entries SET body = NULL",
        "UPDATE cache_entries SET coding = 1",
        "UPDATE cache_entries SET coding = 7",
        "UPDATE entry_chunks SET data = zeroblob(length(data))",
        "UPDATE entry_chunks SET data = substr(data, 2)",
        "UPDATE entry_chunks SET sequence = 1",
        "UPDATE entry_chunks SET coding = 1",
        "DELETE FROM entry_chunks",
        "UPDATE cache_entries SET response_headers = x'0158'",
        "UPDATE cache_entries SET response_headers = x'ffff'",
        "UPDATE cache_entries SET status = 1",
        "UPDATE cache_entries SET status = 404",
        "UPDATE cache_entries SET target = '/y'",
        "UPDATE cache_entries SET length = length - 1",
        "UPDATE cache_entries SET discard_at = discard_at + 1"
      })
  void aDamagedEntryIsAMiss(String damage) throws SQLException {
    // Small content is stored in the row of its entry, larger content in chunks.
    byte[] content = TestStorage.content("/x", damage.contains("entry_chunks") ? 10_000 : 1000);
    Path file = directory.resolve("store.db");
    RecordingNotices notices = new RecordingNotices();
    StoredResponse before;
    try (Storage storage = TestStorage.open(file)) {
      TestStorage.store(storage, "/x", content);
      before = storage.responses().candidates(TestStorage.key("/x")).get(0);
    }
    TestStorage.change(file, damage);

    try (Storage storage = TestStorage.open(file, notices)) {
      ResponseStore store = storage.responses();
      assertThat(store.candidates(TestStorage.key("/x"))).isEmpty();
      assertThat(store.body(before.id(), 0)).isEmpty();
      assertThat(notices.reported()).extracting(Notice::code).containsExactly("store-damaged");
      assertThat(store.stats(Instant.now())).isEmpty();

      TestStorage.store(storage, "/x", content);
      assertThat(store.candidates(TestStorage.key("/x"))).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"domain", "cache_key", "variant", "target", "key_method"})
  void rowWithAMissingColumnDoesNotPreventCountingListingAndRemovingOthers(String column)
      throws SQLException {
    Path file = directory.resolve("store.db");
    try (Storage storage = TestStorage.open(file)) {
      TestStorage.store(storage, "/x", TestStorage.content("/x", 1000));
      TestStorage.store(storage, "/y", TestStorage.content("/y", 1000));
    }
    // As if bits of the row's own header had changed: the table's definition stays.
    TestStorage.change(
        file,
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_master SET sql = replace(sql, ' NOT NULL', '/*NOT NULL*/')"
            + " WHERE name = 'cache_entries'");
    TestStorage.change(file, "UPDATE cache_entries SET " + column + " = NULL WHERE target = '/x'");
    TestStorage.change(
        file,
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_master SET sql = replace(sql, '/*NOT NULL*/', ' NOT NULL')"
            + " WHERE name = 'cache_entries'");

    try (SqliteStorage storage = TestStorage.open(file);
        Connection foreign = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = foreign.createStatement()) {
      ResponseStore store = storage.responses();
      assertThat(store.stats(Instant.now()).get("a"))
          .isNotNull()
          .returns(column.equals("domain") ? 1L : 2L, StoreStats::entries);
      storage.reconfigure(
          Settings.of(
              Map.of("database_path", file.toString(), "store_budget", Duration.ofMillis(50))));
      statement.execute("BEGIN IMMEDIATE"); // so that removals stay pending
      assertThat(store.remove(new EntrySelector.ByTarget("a", "GET", "/none"))).isZero();
      assertThat(store.stats(Instant.now()).get("a")).isNotNull();
      StoredResponse whole = store.candidates(TestStorage.key("/y")).get(0);
      assertThat(
              store.entries(new EntryQuery(EntrySelector.ALL, whole.request(), null, 9)).entries())
          .extracting(entry -> entry.request().target())
          .containsExactly("/y");
      assertThat(store.remove(EntrySelector.ALL)).isEqualTo(1);
      assertThat(store.stats(Instant.now())).isEmpty();
      statement.execute("ROLLBACK");
    }
  }

  @Test
  void damagedLaterChunkEndsTheReadWithAnErrorAndRemovesTheEntry()
      throws SQLException, IOException {
    Path file = directory.resolve("store.db");
    try (Storage storage = TestStorage.open(file)) {
      TestStorage.store(storage, "/x", TestStorage.content("/x", 300_000));
    }
    TestStorage.change(
        file, "UPDATE entry_chunks SET data = zeroblob(length(data)) WHERE sequence = 2");

    try (Storage storage = TestStorage.open(file)) {
      ResponseStore store = storage.responses();
      List<StoredResponse> found = store.candidates(TestStorage.key("/x"));
      EntryId id = found.get(0).id();
      try (Body body = store.body(id, 0).orElseThrow()) {
        byte[] good = body.stream().readNBytes(2 * Chunking.SIZE);
        assertThat(good).startsWith(TestStorage.content("/x", 300_000)[0]).hasSize(131_072);
        assertThatThrownBy(() -> body.stream().read()).isInstanceOf(IOException.class);
      }
      assertThat(store.candidates(TestStorage.key("/x"))).isEmpty();
      assertThat(store.body(id, 0)).isEmpty();
    }
  }

  @Test
  void damagedEntriesAreOmittedFromListingsAndReported() throws SQLException {
    Path file = directory.resolve("store.db");
    try (Storage storage = TestStorage.open(file)) {
      for (int i = 0; i < 7; i++) {
        TestStorage.store(storage, "/" + i, TestStorage.content("/" + i, 100));
      }
    }
    TestStorage.change(file, "UPDATE cache_entries SET status = 500 WHERE target IN ('/4', '/5')");

    RecordingNotices notices = new RecordingNotices();
    try (Storage storage = TestStorage.open(file, notices)) {
      assertThat(EntryQuery.first(EntrySelector.ALL, 2).stream(storage.responses()::entries))
          .extracting(entry -> entry.request().target())
          .containsExactly("/6", "/3", "/2", "/1", "/0");
      assertThat(notices.codes()).containsExactly("store-damaged");
      assertThat(storage.responses().stats(Instant.now()).get("a"))
          .isNotNull()
          .returns(5L, StoreStats::entries);
    }
  }
}
