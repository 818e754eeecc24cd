package io.apibuddy.ports.contract;

import static io.apibuddy.ports.contract.DraftBuilder.draft;
import static io.apibuddy.ports.contract.Entries.content;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntryQuery;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.EntryWriter;
import io.apibuddy.ports.store.PruneLimits;
import io.apibuddy.ports.store.PruneResult;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoredResponse;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Contract tests for {@link EntryWriter}: staged, then visible in one step, or never. */
public interface EntryWriterContract extends StorageFactory {

  /** The key that these tests write to. */
  CacheKey KEY = Entries.key("a", "/staged");

  /** Selectors that cover that key. */
  List<EntrySelector> COVERING =
      List.of(
          EntrySelector.ALL,
          new EntrySelector.ByDomain("a"),
          new EntrySelector.ByTarget("a", "GET", "/staged"));

  @Test
  default void nothingIsVisibleBeforeCommit(StorageFixture fixture) {
    ResponseStore store = fixture.responses();
    try (EntryWriter writer = store.begin(draft(KEY).build())) {
      writer.write(ByteBuffer.wrap(content(100_000, 1)));

      assertThat(store.candidates(KEY)).isEmpty();
      assertThat(store.candidatesInMemory(KEY)).isEmpty();
      assertThat(store.entries(EntryQuery.first(EntrySelector.ALL, 10)).entries()).isEmpty();
      assertThat(store.stats(fixture.clock().instant())).isEmpty();
      assertThat(writer.commit(EntryCompletion.PLAIN)).isTrue();
    }
    assertThat(store.candidates(KEY)).hasSize(1);
  }

  @Test
  default void committedEntryReturnedByTheWriterEqualsTheEntryFound(StorageFixture fixture) {
    ResponseStore store = fixture.responses();
    for (int size : List.of(0, 1000, 100_000)) {
      Instant odd = fixture.clock().instant().plusNanos(1_234_567);
      EntryWriter writer = store.begin(draft(KEY).requestedAt(odd).respondedAt(odd).build());
      writer.write(ByteBuffer.wrap(content(size, 1)));
      assertThat(writer.committed()).isEmpty();
      writer.commit(new EntryCompletion(Headers.of("T", "1"), Map.of("model", "m")));

      StoredResponse found = fixture.only(KEY, "");
      writer
          .committed()
          .ifPresent(
              returned -> {
                assertThat(returned.withBody(null)).isEqualTo(found.withBody(null));
                if (returned.body() != null) {
                  assertThat(returned.body()).isEqualTo(new Body.Bytes(content(size, 1)));
                }
              });
      writer.close();
    }
    EntryWriter overtaken = store.begin(draft(KEY).build());
    store.remove(EntrySelector.ALL);
    overtaken.commit(EntryCompletion.PLAIN);
    assertThat(overtaken.committed()).isEmpty();
    overtaken.close();
  }

  @Test
  default void closingWithoutCommitDiscardsTheEntry(StorageFixture fixture) {
    ResponseStore store = fixture.responses();
    EntryWriter writer = store.begin(draft(KEY).build());
    writer.write(ByteBuffer.wrap(content(100_000, 1)));
    writer.close();
    writer.close();

    assertThat(store.candidates(KEY)).isEmpty();
    assertThat(store.stats(fixture.clock().instant())).isEmpty();
  }

  @Test
  default void discardedWriteLeavesThePreviousEntryInPlace(StorageFixture fixture) {
    StoredResponse before = fixture.store(draft(KEY), content(1000, 1));
    try (EntryWriter writer = fixture.responses().begin(draft(KEY).build())) {
      writer.write(ByteBuffer.wrap(content(1000, 2)));
    }

    assertThat(fixture.only(KEY, "").id()).isEqualTo(before.id());
    assertThat(fixture.content(before.id())).isEqualTo(content(1000, 1));
  }

  @Test
  default void closingAfterCommitKeepsTheEntry(StorageFixture fixture) {
    EntryWriter writer = fixture.responses().begin(draft(KEY).build());
    writer.write(ByteBuffer.wrap(content(1000, 1)));
    writer.commit(EntryCompletion.PLAIN);
    writer.close();
    writer.close();

    assertThat(fixture.content(fixture.only(KEY, "").id())).isEqualTo(content(1000, 1));
  }

  @Test
  default void callerMayReuseAChunkAfterWrite(StorageFixture fixture) {
    ByteBuffer heap = ByteBuffer.wrap(content(300, 1));
    ByteBuffer direct = ByteBuffer.allocateDirect(300).put(content(300, 2)).flip();
    ByteBuffer part = ByteBuffer.wrap(content(300, 3), 100, 50).slice();
    try (EntryWriter writer = fixture.responses().begin(draft(KEY).build())) {
      for (ByteBuffer chunk : List.of(heap, direct, part)) {
        writer.write(chunk);
        chunk.clear();
        while (chunk.hasRemaining()) {
          chunk.put((byte) 0);
        }
      }
      writer.write(ByteBuffer.wrap(content(9, 4)).asReadOnlyBuffer());
      writer.write(ByteBuffer.allocate(0));
      writer.commit(EntryCompletion.PLAIN);
    }

    ByteBuffer expected = ByteBuffer.allocate(659).put(content(300, 1)).put(content(300, 2));
    expected.put(content(300, 3), 100, 50).put(content(9, 4));
    assertThat(fixture.content(fixture.only(KEY, "").id())).isEqualTo(expected.array());
  }

  @Test
  default void immutableContentIsStoredLikeAnyOther(StorageFixture fixture) {
    for (int size : List.of(0, 1, 1000, 65_536, 200_000)) {
      Body.Bytes whole = new Body.Bytes(content(size, 1));
      try (EntryWriter writer = fixture.responses().begin(draft(KEY).build())) {
        writer.write(ByteBuffer.allocate(0));
        writer.write(whole);
        writer.write(ByteBuffer.wrap(content(10, 2)));
        writer.write(whole);
        writer.commit(EntryCompletion.PLAIN);
      }

      ByteBuffer expected = ByteBuffer.allocate(2 * size + 10);
      expected.put(content(size, 1)).put(content(10, 2)).put(content(size, 1));
      assertThat(fixture.content(fixture.only(KEY, "").id())).isEqualTo(expected.array());
    }
  }

  @Test
  default void manySmallChunksMakeOneBody(StorageFixture fixture) {
    byte[] expected = content(70_000, 5);
    try (EntryWriter writer = fixture.responses().begin(draft(KEY).build())) {
      for (int from = 0; from < expected.length; from += 7) {
        writer.write(ByteBuffer.wrap(expected, from, Math.min(7, expected.length - from)));
      }
      writer.commit(EntryCompletion.PLAIN);
    }

    assertThat(fixture.content(fixture.only(KEY, "").id())).isEqualTo(expected);
  }

  @Test
  default void aBodyOfTheExpectedLengthIsStored(StorageFixture fixture) {
    fixture.store(draft(KEY).expectedLength(0), new byte[0]);
    assertThat(fixture.only(KEY, "").length()).isZero();

    fixture.store(draft(KEY).expectedLength(70_000), content(70_000, 1));
    assertThat(fixture.only(KEY, "").length()).isEqualTo(70_000);
  }

  @Test
  default void aBodyOfAnotherLengthThanExpectedIsNotStored(StorageFixture fixture) {
    StoredResponse before = fixture.store(draft(KEY), content(10, 1));
    for (int actual : List.of(0, 1, 69_999, 70_001, 200_000)) {
      Throwable thrown;
      try (EntryWriter writer =
          fixture.responses().begin(draft(KEY).expectedLength(70_000).build())) {
        thrown =
            catchThrowable(
                () -> {
                  StorageFixture.writeAll(writer, content(actual, 2));
                  writer.commit(EntryCompletion.PLAIN);
                });
      }

      assertThat(thrown).as("%d bytes", actual).isInstanceOf(StoreException.class);
      assertThat(fixture.only(KEY, "").id()).isEqualTo(before.id());
    }
  }

  @Test
  default void closedWriterRejectsWriteAndCommit(StorageFixture fixture) {
    EntryWriter writer = fixture.responses().begin(draft(KEY).build());
    writer.write(ByteBuffer.wrap(content(10, 1)));
    writer.close();

    ClosedAssertions.assertFailAsClosed(
        () -> writer.write(ByteBuffer.wrap(content(10, 1))),
        () -> writer.commit(EntryCompletion.PLAIN));
    assertThat(fixture.responses().candidates(KEY)).isEmpty();
  }

  @Test
  default void anotherThreadMayCloseAWriterThatIsBeingWrittenTo(StorageFixture fixture)
      throws Exception {
    for (int round = 0; round < 20; round++) {
      EntryWriter writer = fixture.responses().begin(draft(KEY).build());
      Gate writing = new Gate();
      CompletableFuture<Void> closer =
          CompletableFuture.runAsync(
              () -> {
                try {
                  writing.pass();
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
                writer.close();
              });
      assertThatThrownBy(
              () -> {
                for (int chunk = 0; chunk < 1_000_000; chunk++) {
                  writer.write(ByteBuffer.wrap(content(64, chunk)));
                  writing.open();
                }
              })
          .isInstanceOf(StoreException.class);
      closer.get();
      assertThat(fixture.responses().candidates(KEY)).isEmpty();
    }
  }

  @Test
  default void removeThatCoversAStagedEntryPreventsItsCommit(StorageFixture fixture) {
    ResponseStore store = fixture.responses();
    for (EntrySelector covering : COVERING) {
      for (boolean durably : List.of(false, true)) {
        try (EntryWriter writer = store.begin(draft(KEY).build())) {
          writer.write(ByteBuffer.wrap(content(100_000, 1)));

          long removed = durably ? store.removeDurably(covering) : store.remove(covering);
          assertThat(removed).as("visible ones, %s", covering).isZero();
          assertThat(writer.commit(EntryCompletion.PLAIN)).as("%s", covering).isFalse();
        }
        assertThat(store.candidates(KEY)).as("%s", covering).isEmpty();
      }
    }
    assertThat(store.stats(fixture.clock().instant())).isEmpty();
  }

  @Test
  default void entryCommittedWhileItIsRemovedIsNotVisibleAfterwards(StorageFixture fixture) {
    ResponseStore store = fixture.responses();
    for (int round = 0; round < 100; round++) {
      try (EntryWriter writer = store.begin(draft(KEY).build())) {
        writer.write(ByteBuffer.wrap(content(1000, round)));
        CompletableFuture<Boolean> committed =
            CompletableFuture.supplyAsync(() -> writer.commit(EntryCompletion.PLAIN));
        long removed = store.remove(COVERING.get(round % COVERING.size()));

        assertThat(removed).isEqualTo(committed.join() ? 1 : 0);
        assertThat(store.candidates(KEY)).as("round %d", round).isEmpty();
      }
    }
    assertThat(store.stats(fixture.clock().instant())).isEmpty();
  }

  @Test
  default void removeThatDoesNotCoverAStagedEntryDoesNotPreventItsCommit(StorageFixture fixture) {
    ResponseStore store = fixture.responses();
    StoredResponse other = fixture.store(draft("a", "/other"), content(10, 1));
    for (EntrySelector elsewhere :
        List.of(
            new EntrySelector.ByDomain("ab"),
            new EntrySelector.ByDomain(""),
            new EntrySelector.ByTarget("a", "HEAD", "/staged"),
            new EntrySelector.ByTarget("a", "GET", "/stage"),
            new EntrySelector.ByTarget("b", "GET", "/staged"),
            new EntrySelector.ById(other.id()))) {
      try (EntryWriter writer = store.begin(draft(KEY).build())) {
        writer.write(ByteBuffer.wrap(content(1000, 1)));
        store.remove(elsewhere);

        assertThat(writer.commit(EntryCompletion.PLAIN)).as("%s", elsewhere).isTrue();
      }
      assertThat(store.candidates(KEY)).as("%s", elsewhere).hasSize(1);
    }
  }

  @Test
  default void removingAnEntryByIdDoesNotPreventCommitOfItsReplacement(StorageFixture fixture) {
    ResponseStore store = fixture.responses();
    StoredResponse before = fixture.store(draft(KEY), content(10, 1));
    try (EntryWriter writer = store.begin(draft(KEY).build())) {
      writer.write(ByteBuffer.wrap(content(1000, 2)));
      assertThat(store.remove(new EntrySelector.ById(before.id()))).isEqualTo(1);

      assertThat(writer.commit(EntryCompletion.PLAIN)).isTrue();
    }
    assertThat(fixture.content(fixture.only(KEY, "").id())).isEqualTo(content(1000, 2));
  }

  @Test
  default void pruneNeitherCountsNorPreventsAStagedEntry(StorageFixture fixture) {
    ResponseStore store = fixture.responses();
    fixture.store(draft(KEY), content(10, 1));
    try (EntryWriter writer = store.begin(draft(KEY).build())) {
      writer.write(ByteBuffer.wrap(content(1000, 2)));
      Instant now = fixture.clock().instant();

      assertThat(store.prune(new PruneLimits(now, 1, 1 << 30, 10)))
          .isEqualTo(new PruneResult(0, 0, false));
      assertThat(store.prune(new PruneLimits(now, 0, 0, 10)))
          .isEqualTo(new PruneResult(0, 1, false));
      assertThat(writer.commit(EntryCompletion.PLAIN)).isTrue();
    }
    assertThat(fixture.content(fixture.only(KEY, "").id())).isEqualTo(content(1000, 2));
  }

  @Test
  default void removeBeforeBeginDoesNotPreventACommit(StorageFixture fixture) {
    fixture.responses().remove(EntrySelector.ALL);
    fixture.responses().remove(new EntrySelector.ByDomain("a"));

    fixture.store(draft(KEY), content(10, 1));

    assertThat(fixture.responses().candidates(KEY)).hasSize(1);
  }

  @Test
  default void lastCommitOfTwoWritersOfOneVariantWins(StorageFixture fixture) {
    ResponseStore store = fixture.responses();
    try (EntryWriter first = store.begin(draft(KEY).build());
        EntryWriter second = store.begin(draft(KEY).build())) {
      first.write(ByteBuffer.wrap(content(200_000, 1)));
      second.write(ByteBuffer.wrap(content(200_000, 2)));
      assertThat(second.commit(EntryCompletion.PLAIN)).isTrue();
      assertThat(first.commit(EntryCompletion.PLAIN)).isTrue();
    }

    byte[] stored = fixture.content(fixture.only(KEY, "").id());
    assertThat(Arrays.equals(stored, content(200_000, 1))).isTrue();
  }
}
