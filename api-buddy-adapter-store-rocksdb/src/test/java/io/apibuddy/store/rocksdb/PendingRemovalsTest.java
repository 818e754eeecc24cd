package io.apibuddy.store.rocksdb;

import static io.apibuddy.ports.contract.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.ports.contract.Entries;
import io.apibuddy.ports.contract.RecordingNotices;
import io.apibuddy.ports.store.EntryQuery;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;
import io.apibuddy.ports.store.StoredResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that entries are hidden while the store cannot remove them, and removed afterwards. */
@Timeout(60)
class PendingRemovalsTest {
  private final StoreException full = new StoreException(Kind.FULL, "expected");

  @TempDir Path directory;
  private final RecordingNotices notices = new RecordingNotices();

  static Stream<EntrySelector> selectorsOfOne() {
    return Stream.of(
        EntrySelector.ALL,
        new EntrySelector.ByDomain("a"),
        new EntrySelector.ByTarget("a", "GET", "/x"));
  }

  @ParameterizedTest
  @MethodSource("selectorsOfOne")
  void selectedEntriesAreHiddenAndLaterOnesAreNot(EntrySelector selector) {
    try (RocksDbStorage storage = TestStorage.open(directory, notices)) {
      StoredResponse before = TestStorage.store(storage, "a", "/x", new byte[1000]);
      TestStorage.settle(storage);
      storage.pendingRemovals().hide(selector, full);

      assertThat(candidates(storage)).isEmpty();
      assertThat(storage.responses().body(before.id(), 0)).isEmpty();
      assertThat(listed(storage)).isEmpty();
      StoredResponse after = TestStorage.store(storage, "a", "/x", new byte[2000]);
      assertThat(candidates(storage)).extracting(StoredResponse::id).containsExactly(after.id());
      assertThat(notices.codes()).containsExactly("store-full");
    }
    try (RocksDbStorage storage = TestStorage.open(directory)) {
      assertThat(candidates(storage)).extracting(StoredResponse::length).containsExactly(2000L);
    }
  }

  @Test
  void oneEntryIsHiddenByItsId() {
    try (RocksDbStorage storage = TestStorage.open(directory)) {
      StoredResponse one = TestStorage.store(storage, "a", "/x", new byte[1000]);
      TestStorage.store(storage, "a", "/y", new byte[1000]);
      TestStorage.settle(storage);
      storage.pendingRemovals().hide(new EntrySelector.ById(one.id()), full);

      assertThat(candidates(storage)).isEmpty();
      assertThat(listed(storage)).hasSize(1);
    }
  }

  @Test
  void hiddenEntriesAreRemovedOnceTheStoreCanBeChanged() {
    try (RocksDbStorage storage = TestStorage.open(directory)) {
      TestStorage.store(storage, "a", "/x", new byte[1000]);
      TestStorage.store(storage, "b", "/x", new byte[1000]);
      TestStorage.settle(storage);
      storage.pendingRemovals().hide(new EntrySelector.ByDomain("a"), full);

      await().until(() -> rows(storage) == 1);
      assertThat(storage.responses().stats(TestStorage.FAR_FUTURE)).containsOnlyKeys("b");
    }
  }

  @Test
  void durableRemovalThatIsNotWrittenInTimeFailsAndIsWrittenLater() throws Exception {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    CountDownLatch end = new CountDownLatch(1);
    try (RocksDbStorage storage = TestStorage.open(directory, notices)) {
      TestStorage.store(storage, "a", "/x", new byte[1000]);
      TestStorage.store(storage, "b", "/x", new byte[1000]);
      TestStorage.settle(storage);
      Future<Boolean> step = TestStorage.occupy(threads, storage.mutations(), end);

      assertThatThrownBy(() -> storage.responses().removeDurably(new EntrySelector.ByDomain("a")))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.BUSY))
          .hasMessageStartingWith("what was removed is hidden, but still on disk: ");
      assertThat(candidates(storage)).isEmpty();
      assertThat(notices.codes()).contains("store-busy");
      end.countDown();
      assertThat(step.get()).isTrue();
      await().until(() -> rows(storage) == 1);
    } finally {
      end.countDown();
      threads.shutdown();
    }
  }

  private static long rows(RocksDbStorage storage) {
    return storage.engine().read(database -> TestStorage.rows(database, ColumnFamily.ENTRIES));
  }

  private static List<StoredResponse> candidates(RocksDbStorage storage) {
    return storage.responses().candidates(Entries.key("a", "/x"));
  }

  private static List<StoredResponse> listed(RocksDbStorage storage) {
    return storage
        .responses()
        .entries(new EntryQuery(new EntrySelector.ByDomain("a"), null, null, 10))
        .entries();
  }
}
