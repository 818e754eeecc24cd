package io.apibuddy.ports.contract;

import static io.apibuddy.ports.contract.DraftBuilder.draft;
import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.EntryWriter;
import io.apibuddy.ports.store.ResponseStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Contract tests for stores that report keys and emptied URLs as {@linkplain ResponseStore#lacks
 * lacking}: they learn what is absent, and never report a stored entry as lacking.
 */
public interface AbsenceContract extends StorageFactory {
  /** How many clients store at once. */
  int CLIENTS = 4;

  /** How many keys each client stores; together more than one filter has room for. */
  int KEYS = 1_250;

  @Test
  default void keyNeverStoredIsEventuallyReportedAsLacking(StorageFixture fixture) {
    fixture.store(draft("a", "/stored"), Entries.content(10, 1));

    awaitAbsenceKnown(fixture, () -> {});

    assertThat(fixture.responses().lacks(Entries.key("a", "/stored"))).isFalse();
  }

  @Test
  default void storedKeysAreNeverReportedAsLackingWhileManyClientsStore(StorageFixture fixture) {
    ResponseStore store = fixture.responses();
    List<CompletableFuture<Void>> clients = new ArrayList<>();
    for (int client = 0; client < CLIENTS; client++) {
      int first = KEYS * client;
      clients.add(CompletableFuture.runAsync(() -> storeAndRemove(store, first)));
    }
    clients.forEach(CompletableFuture::join);

    assertNoneWronglyLacking(store, CLIENTS * KEYS);
    awaitAbsenceKnown(fixture, () -> assertNoneWronglyLacking(store, CLIENTS * KEYS));
  }

  @Test
  default void storedKeysAreNeverReportedAsLackingAfterReopening(StorageFixture fixture) {
    for (int number = 0; number < 500; number++) {
      store(fixture.responses(), number);
    }
    fixture.reopen();

    ResponseStore store = fixture.responses();
    List<CacheKey> added = new ArrayList<>();
    awaitAbsenceKnown(
        fixture,
        () -> {
          assertNoneWronglyLacking(store, 500);
          CacheKey key = store(store, 500 + added.size());
          added.add(key);
          assertThat(added).noneMatch(store::lacks);
        });
  }

  @Test
  default void emptiedUrlIsReportedAsLackingUntilAnEntryIsStagedForIt(StorageFixture fixture) {
    ResponseStore store = fixture.responses();
    store(store, 1);
    assertThat(store.lacks(target(1))).isFalse();

    store.remove(target(1));
    assertThat(store.lacks(target(1))).isTrue();

    store(store, 2);
    assertThat(store.lacks(target(1))).as("another URL is stored").isTrue();
    EntryWriter staged = store.begin(draft(key(1)).build());
    assertThat(store.lacks(target(1))).as("the staged entry may appear").isFalse();
    store.remove(target(1));
    assertThat(store.lacks(target(1))).as("the staged entry will not appear").isTrue();
    staged.close();
    store(store, 1);
    assertThat(store.lacks(target(1))).isFalse();
  }

  @Test
  default void storedUrlIsNeverReportedAsLackingDuringConcurrentRemovals(StorageFixture fixture) {
    ResponseStore store = fixture.responses();
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS + 1);
    AtomicBoolean storing = new AtomicBoolean(true);
    CompletableFuture<Void> removing =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; storing.get(); i++) {
                store.remove(target(i % CLIENTS));
              }
            },
            threads);
    List<CompletableFuture<Void>> clients = new ArrayList<>();
    for (int client = 0; client < CLIENTS; client++) {
      int number = client;
      clients.add(CompletableFuture.runAsync(() -> storeRepeatedly(store, number), threads));
    }
    try {
      clients.forEach(CompletableFuture::join);
    } finally {
      storing.set(false);
      threads.shutdown();
    }
    removing.join();
  }

  /** Stores under a key that no other client uses, and checks that its entry is never lacking. */
  private static void storeRepeatedly(ResponseStore store, int number) {
    CacheKey key = key(number);
    for (int i = 0; i < 200; i++) {
      try (EntryWriter writer = store.begin(draft(key).build())) {
        StorageFixture.writeAll(writer, Entries.content(10, number));
        boolean appears = writer.commit(EntryCompletion.PLAIN);
        boolean lacking = store.lacks(target(number));
        assertThat(lacking && !store.candidates(key).isEmpty())
            .as("lacking but found; committed: %s", appears)
            .isFalse();
      }
    }
  }

  private static EntrySelector.ByTarget target(int number) {
    CacheKey key = key(number);
    return new EntrySelector.ByTarget(key.domain(), key.method(), key.target());
  }

  private static void storeAndRemove(ResponseStore store, int first) {
    for (int number = first; number < first + KEYS; number++) {
      CacheKey key = store(store, number);
      if (number % 10 == 0) {
        store.remove(target(number));
        store(store, number);
      }
      assertThat(isWronglyLacking(store, key)).as("lacks %s", key).isFalse();
      assertThat(isWronglyLacking(store, key(first + (number - first) / 2))).isFalse();
    }
  }

  private static void assertNoneWronglyLacking(ResponseStore store, int keys) {
    assertThat(IntStream.range(0, keys).mapToObj(AbsenceContract::key))
        .noneMatch(key -> isWronglyLacking(store, key));
  }

  /**
   * Returns whether the store reports an entry that it has as lacking. An evicted entry, and one of
   * a storage that keeps nothing, may be lacking.
   */
  private static boolean isWronglyLacking(ResponseStore store, CacheKey key) {
    return store.lacks(key) && !store.candidates(key).isEmpty();
  }

  /** Waits until the store reports most keys that were never stored as lacking. */
  private static void awaitAbsenceKnown(StorageFixture fixture, Runnable meanwhile) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    long known = 0;
    while (known < 90 && System.nanoTime() < end) {
      meanwhile.run();
      known =
          IntStream.range(0, 100)
              .filter(i -> fixture.responses().lacks(Entries.key("a", "/never/" + i)))
              .count();
      fixture.advance(Duration.ofSeconds(1)); // a failed reading is tried again
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
    assertThat(known).as("of 100 keys that were never stored").isGreaterThanOrEqualTo(90);
  }

  private static CacheKey store(ResponseStore store, int number) {
    CacheKey key = key(number);
    try (EntryWriter writer = store.begin(draft(key).build())) {
      StorageFixture.writeAll(writer, Entries.content(10, number));
      assertThat(writer.commit(EntryCompletion.PLAIN)).isTrue();
    }
    return key;
  }

  private static CacheKey key(int number) {
    return Entries.key("a", "/" + number);
  }
}
