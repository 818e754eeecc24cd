package io.apibuddy.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.EntryQuery;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.StoreStats;
import io.apibuddy.ports.store.StoredRequest;
import io.apibuddy.ports.store.StoredResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
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
      storage.reconfigure(
          Settings.of(
              Map.of("database_path", file.toString(), "store_budget", Duration.ofMillis(50))));
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
  void removalOfAnySizeIsInTheFileAfterSettle() throws Exception {
    Path file = directory.resolve("store.db");
    try (SqliteStorage storage = TestStorage.open(file)) {
      ResponseStore store = storage.responses();
      for (int i = 0; i < 1200; i++) {
        TestStorage.store(storage, "/" + i, TestStorage.content("/" + i, 10));
      }
      store.settle();
      assertThat(TestStorage.query(file, "SELECT count(*) FROM cache_entries")).isEqualTo("1200");

      assertThat(store.remove(EntrySelector.ALL)).isEqualTo(1200);
      store.settle();

      assertThat(
              TestStorage.query(
                  file,
                  "SELECT (SELECT count(*) FROM removals) > 0"
                      + " OR (SELECT count(*) FROM cache_entries) = 0"))
          .isEqualTo("1");
    }
  }

  /** Returns the targets of all entries, in pages of three. */
  private static List<String> listed(ResponseStore store, @Nullable StoredResponse similarTo) {
    StoredRequest model = similarTo == null ? null : similarTo.request();
    return new EntryQuery(EntrySelector.ALL, model, null, 3)
        .stream(store::entries).map(entry -> entry.request().target()).toList();
  }
}
