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
 * Contract tests for stores that know what they {@linkplain ResponseStore#lacks lack}, keys and
 * emptied URLs: such a store gets to know it, and never denies what is stored.
 */
public interface AbsenceContract extends StorageFactory {
  /** How many clients store at once. */
  int CLIENTS = 4;

  /** How many keys each client stores; together more than one filter has room for. */
  int KEYS = 1_250;

  @Test
  default void whatWasNeverStoredIsLackingSoonerOrLater(StorageFixture fixture) {
    fixture.store(draft("a", "/stored"), Entries.content(10, 1));

    awaitKnown(fixture, () -> {});

    assertThat(fixture.responses().lacks(Entries.key("a", "/stored"))).isFalse();
  }

  @Test
  default void nothingIsDeniedHoweverManyStoreAtOnce(StorageFixture fixture) {
    ResponseStore store = fixture.responses();
    List<CompletableFuture<Void>> clients = new ArrayList<>();
    for (int client = 0; client < CLIENTS; client++) {
      int first = KEYS * client;
      clients.add(CompletableFuture.runAsync(() -> storeAndRemove(store, first)));
    }
    clients.forEach(CompletableFuture::join);

    assertNothingIsDenied(store, CLIENTS * KEYS);
    awaitKnown(fixture, () -> assertNothingIsDenied(store, CLIENTS * KEYS));
  }

  @Test
  default void nothingIsDeniedAfterReopening(StorageFixture fixture) {
    for (int number = 0; number < 500; number++) {
      store(fixture.responses(), number);
    }
    fixture.reopen();

    ResponseStore store = fixture.responses();
    List<CacheKey> added = new ArrayList<>();
    awaitKnown(
        fixture,
        () -> {
          assertNothingIsDenied(store, 500);
          CacheKey key = store(store, 500 + added.size());
          added.add(key);
          assertThat(added).noneMatch(store::lacks);
        });
  }

  @Test
  default void aUrlThatWasEmptiedIsKnownToBeUntilSomethingIsStagedThere(StorageFixture fixture) {
    ResponseStore store = fixture.responses();
    store(store, 1);
    assertThat(store.lacks(target(1))).isFalse();

    store.remove(target(1));
    assertThat(store.lacks(target(1))).isTrue();

    store(store, 2);
    assertThat(store.lacks(target(1))).as("another one").isTrue();
    EntryWriter staged = store.begin(draft(key(1)).build());
    assertThat(store.lacks(target(1))).as("it may appear").isFalse();
    store.remove(target(1));
    assertThat(store.lacks(target(1))).as("it will not appear").isTrue();
    staged.close();
    store(store, 1);
    assertThat(store.lacks(target(1))).isFalse();
  }

  @Test
  default void noUrlIsDeniedWhileItIsEmptiedAgainAndAgain(StorageFixture fixture) {
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
      clients.add(CompletableFuture.runAsync(() -> storeAgainAndAgain(store, number), threads));
    }
    try {
      clients.forEach(CompletableFuture::join);
    } finally {
      storing.set(false);
      threads.shutdown();
    }
    removing.join();
  }

  /** Stores under a key of its own: since no other client does, what is denied is really absent. */
  private static void storeAgainAndAgain(ResponseStore store, int number) {
    CacheKey key = key(number);
    for (int i = 0; i < 200; i++) {
      try (EntryWriter writer = store.begin(draft(key).build())) {
        StorageFixture.writeAll(writer, Entries.content(10, number));
        boolean appears = writer.commit(EntryCompletion.PLAIN);
        boolean lacking = store.lacks(target(number));
        assertThat(lacking && !store.candidates(key).isEmpty())
            .as("denied, appeared: %s", appears)
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
      assertThat(isDenied(store, key)).as("denies %s", key).isFalse();
      assertThat(isDenied(store, key(first + (number - first) / 2))).isFalse();
    }
  }

  private static void assertNothingIsDenied(ResponseStore store, int keys) {
    assertThat(IntStream.range(0, keys).mapToObj(AbsenceContract::key))
        .noneMatch(key -> isDenied(store, key));
  }

  /**
   * Returns whether the store denies an entry that it has. It may deny one that was evicted, or
   * that a storage that keeps nothing has lost.
   */
  private static boolean isDenied(ResponseStore store, CacheKey key) {
    return store.lacks(key) && !store.candidates(key).isEmpty();
  }

  /** Waits until the store denies most keys that were never stored. */
  private static void awaitKnown(StorageFixture fixture, Runnable meanwhile) {
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
