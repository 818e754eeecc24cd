package io.apibuddy.store.sqlite;

import static io.apibuddy.ports.contract.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.EntryQuery;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;
import io.apibuddy.ports.store.StoreStats;
import io.apibuddy.ports.store.StoredRequest;
import io.apibuddy.ports.store.StoredResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests that removed entries are hidden while their removal cannot be written to the file. */
@Timeout(120)
class RemovalsTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @TempDir Path directory;

  private static Removal removal(long number, long barrier, EntrySelector selector) {
    return new Removal(number, barrier, Selection.of(selector));
  }

  @Test
  void lastOfSeveralRemovalsWithTheSameSelectionReplacesTheOthers() {
    EntrySelector selector = new EntrySelector.ByTarget("a", "GET", "/x");
    Removal first = removal(1, 10, selector);
    Removal second = removal(2, 20, selector);
    Removals both = new Removals(List.of(second, first));

    assertThat(both.contains(first)).isFalse();
    assertThat(both.contains(second)).isTrue();
    assertThat(both.without(first).contains(second)).isTrue();
    assertThat(both.without(second).isEmpty()).isTrue();
    assertThat(new Removals(List.of(first)).with(second).without(second).isEmpty()).isTrue();
  }

  @Test
  void pendingRemovalHidesItsEntriesFromLookupsListingsAndStats() throws Exception {
    Path file = directory.resolve("store.db");
    try (SqliteStorage storage = TestStorage.open(file)) {
      for (int i = 0; i < 10; i++) {
        TestStorage.store(storage, "/" + i, TestStorage.content("/" + i, 100));
      }
      ResponseStore store = storage.responses();
      StoredResponse third = store.candidates(TestStorage.key("/3")).get(0);
      store.stats(Instant.EPOCH);
      makeImpatient(storage, file);
      try (Connection foreign = DriverManager.getConnection("jdbc:sqlite:" + file);
          Statement statement = foreign.createStatement()) {
        statement.execute("BEGIN IMMEDIATE");
        assertThat(store.remove(new EntrySelector.ByTarget("a", "GET", "/1"))).isEqualTo(1);
        assertThat(store.remove(new EntrySelector.ByTarget("a", "GET", "/1"))).isZero();
        assertThat(store.remove(new EntrySelector.ByTarget("a", "GET", "/2"))).isEqualTo(1);
        assertThat(store.remove(new EntrySelector.ById(third.id()))).isEqualTo(1);

        assertThat(listed(store, null)).containsExactly("/9", "/8", "/7", "/6", "/5", "/4", "/0");
        assertThat(listed(store, third)).hasSize(7).doesNotContain("/1", "/2", "/3");
        assertThat(store.stats(Instant.EPOCH).get("a"))
            .isNotNull()
            .returns(7L, StoreStats::entries)
            .returns(700L, StoreStats::bytes);
        assertThat(store.remove(new EntrySelector.ByDomain("a"))).isEqualTo(7);
        assertThat(store.remove(EntrySelector.ALL)).isZero();
        assertThat(listed(store, null)).isEmpty();
        assertThat(store.stats(Instant.EPOCH)).isEmpty();
        statement.execute("ROLLBACK");
      }
    }
  }

  @Test
  void durableRemovalOfAnySizeIsInTheFile() throws Exception {
    Path file = directory.resolve("store.db");
    try (SqliteStorage storage = TestStorage.open(file)) {
      ResponseStore store = storage.responses();
      for (int i = 0; i < 1200; i++) {
        TestStorage.store(storage, "/" + i, TestStorage.content("/" + i, 10));
      }
      store.settle();
      assertThat(entriesIn(file)).isEqualTo("1200");

      assertThat(store.removeDurably(EntrySelector.ALL)).isEqualTo(1200);

      assertThat(
              TestStorage.query(
                  file,
                  "SELECT (SELECT count(*) FROM removals) > 0"
                      + " OR (SELECT count(*) FROM cache_entries) = 0"))
          .isEqualTo("1");
    }
  }

  @Test
  void durableRemovalThatCannotBeWrittenFailsAndIsWrittenLater() throws Exception {
    Path file = directory.resolve("store.db");
    try (SqliteStorage storage = TestStorage.open(file)) {
      ResponseStore store = storage.responses();
      TestStorage.store(storage, "/x", TestStorage.content("/x", 100));
      store.settle();
      TestStorage.change(
          file,
          "CREATE TRIGGER refusal BEFORE DELETE ON cache_entries"
              + " BEGIN SELECT RAISE(ABORT, 'no room'); END");

      for (int attempt = 0; attempt < 2; attempt++) {
        assertThatThrownBy(() -> store.removeDurably(new EntrySelector.ByDomain("a")))
            .isInstanceOf(StoreException.class)
            .hasMessageStartingWith("what was removed is hidden, but still on disk: ")
            .hasMessageContaining("no room");
        assertThat(store.candidates(TestStorage.key("/x"))).isEmpty();
      }
      assertThat(entriesIn(file)).isEqualTo("1");
      TestStorage.change(file, "DROP TRIGGER refusal");
      await().atMost(TIMEOUT).until(() -> entriesIn(file).equals("0"));
      assertThat(store.removeDurably(new EntrySelector.ByDomain("a"))).isZero();
    }
  }

  @Test
  void durableRemovalThatIsNotWrittenInTimeFailsAndIsWrittenLater() throws Exception {
    Path file = directory.resolve("store.db");
    try (SqliteStorage storage = TestStorage.open(file)) {
      ResponseStore store = storage.responses();
      TestStorage.store(storage, "/x", TestStorage.content("/x", 100));
      store.settle();
      makeImpatient(storage, file);
      try (Connection foreign = DriverManager.getConnection("jdbc:sqlite:" + file);
          Statement statement = foreign.createStatement()) {
        statement.execute("BEGIN IMMEDIATE");
        assertThatThrownBy(() -> store.removeDurably(EntrySelector.ALL))
            .isInstanceOfSatisfying(
                StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.BUSY))
            .hasMessageContaining("the store did not answer within 2000 ms");
        assertThat(store.candidates(TestStorage.key("/x"))).isEmpty();
        statement.execute("ROLLBACK");
      }
      await().atMost(TIMEOUT).until(() -> entriesIn(file).equals("0"));
    }
  }

  private static void makeImpatient(SqliteStorage storage, Path file) {
    storage.reconfigure(
        Settings.of(
            Map.of("database_path", file.toString(), "store_budget", Duration.ofMillis(50))));
  }

  private static String entriesIn(Path file) throws SQLException {
    return TestStorage.query(file, "SELECT count(*) FROM cache_entries");
  }

  /** Returns the targets of all entries, in pages of three. */
  private static List<String> listed(ResponseStore store, @Nullable StoredResponse similarTo) {
    StoredRequest model = similarTo == null ? null : similarTo.request();
    return new EntryQuery(EntrySelector.ALL, model, null, 3)
        .stream(store::entries).map(entry -> entry.request().target()).toList();
  }
}
