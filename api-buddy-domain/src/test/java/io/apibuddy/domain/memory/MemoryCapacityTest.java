package io.apibuddy.domain.memory;

import static io.apibuddy.ports.contract.DraftBuilder.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.ports.contract.DraftBuilder;
import io.apibuddy.ports.contract.Entries;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.EntryQuery;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.EntryWriter;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.store.Touch;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryCapacityTest {
  private static final int MEGABYTE = 1 << 20;

  private static Storage storage(long maxEntries, long maxMegabytes) {
    return new InMemoryStorage(
        AdapterContext.of(
            Settings.of(Map.of("max_entries", maxEntries, "max_size_mb", maxMegabytes))));
  }

  private static void store(Storage storage, DraftBuilder draft, int size) {
    try (EntryWriter writer = storage.responses().begin(draft.build())) {
      writer.write(ByteBuffer.wrap(Entries.content(size, 1)));
      assertThat(writer.commit(EntryCompletion.PLAIN)).isTrue();
    }
  }

  private static List<String> targets(Storage storage) {
    return storage.responses().entries(EntryQuery.first(EntrySelector.ALL, 1000)).entries().stream()
        .map(entry -> entry.request().target())
        .toList();
  }

  @Test
  void leastRecentlyUsedEntryIsEvictedForANewOne() {
    try (Storage storage = storage(3, 500)) {
      for (String target : List.of("/1", "/2", "/3")) {
        store(storage, draft("a", target), 10);
      }
      EntryId first = storage.responses().candidates(Entries.key("a", "/1")).get(0).id();
      storage.responses().touch(List.of(new Touch(first, Instant.EPOCH)));
      store(storage, draft("a", "/4"), 10);

      assertThat(targets(storage)).containsExactly("/4", "/3", "/1");
    }
  }

  @Test
  void replacingAnEntryEvictsNoOther() {
    try (Storage storage = storage(2, 500)) {
      store(storage, draft("a", "/1"), 10);
      store(storage, draft("a", "/2"), 10);
      store(storage, draft("a", "/2"), 10);

      assertThat(targets(storage)).containsExactlyInAnyOrder("/1", "/2");
    }
  }

  @Test
  void boundOnBytesIsKept() {
    try (Storage storage = storage(1000, 1)) {
      for (int i = 0; i < 5; i++) {
        store(storage, draft("a", "/" + i), MEGABYTE / 3);
      }

      assertThat(targets(storage)).containsExactly("/4", "/3");
    }
  }

  @Test
  void anEntryLargerThanTheBoundIsRefusedWhileItIsWritten() {
    try (Storage storage = storage(1000, 1);
        EntryWriter writer = storage.responses().begin(draft("a", "/x").build())) {
      writer.write(ByteBuffer.allocate(MEGABYTE));
      assertThatThrownBy(() -> writer.write(ByteBuffer.allocate(1)))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.FULL));
    }
  }

  @Test
  void whatIsStagedCountsUntilItsWriterIsClosed() {
    byte[] content = Entries.content(MEGABYTE * 2 / 3, 1);
    try (Storage storage = storage(1000, 1)) {
      store(storage, draft("a", "/old"), MEGABYTE / 2);
      try (EntryWriter second = storage.responses().begin(draft("a", "/2").build())) {
        try (EntryWriter first = storage.responses().begin(draft("a", "/1").build())) {
          first.write(ByteBuffer.wrap(content));
          assertThat(targets(storage)).isEmpty();
          assertThatThrownBy(() -> second.write(ByteBuffer.wrap(content)))
              .isInstanceOfSatisfying(
                  StoreException.class,
                  e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.FULL));
        }
        second.write(ByteBuffer.wrap(content));
        assertThat(second.commit(EntryCompletion.PLAIN)).isTrue();
      }
      assertThat(targets(storage)).containsExactly("/2");
    }
  }

  @Test
  void aRecordingIsReplacedThoughBothTogetherExceedTheBound() {
    try (Storage storage = storage(1000, 1)) {
      store(storage, draft("a", "/1").pinned(), MEGABYTE * 2 / 3);
      store(storage, draft("a", "/1").pinned(), MEGABYTE * 3 / 4);

      assertThat(storage.responses().candidates(Entries.key("a", "/1")))
          .extracting(StoredResponse::length)
          .containsExactly(MEGABYTE * 3 / 4L);
    }
  }

  @Test
  void contentThatIsAnnouncedAsTooLongEvictsNothing() {
    try (Storage storage = storage(1000, 1)) {
      store(storage, draft("a", "/1"), MEGABYTE / 2);
      DraftBuilder tooLong = draft("a", "/2").expectedLength(MEGABYTE + 1);
      try (EntryWriter writer = storage.responses().begin(tooLong.build())) {
        assertThatThrownBy(() -> writer.write(ByteBuffer.allocate(MEGABYTE * 2 / 3)))
            .isInstanceOfSatisfying(
                StoreException.class,
                e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.FULL));
      }
      assertThat(targets(storage)).containsExactly("/1");
    }
  }

  @Test
  void storageTakesNoMoreThanHalfOfTheHeap() {
    long half = Runtime.getRuntime().maxMemory() / 2;
    try (Storage storage = storage(1000, 100_000_000)) {
      assertThat(storage.responses().acceptsAtOnce(half / 4)).isTrue();
      assertThat(storage.responses().acceptsAtOnce(half + 1)).isFalse();

      storage.reconfigure(Settings.of(Map.of("max_size_mb", 200_000_000L)));
      assertThat(storage.responses().acceptsAtOnce(half + 1)).isFalse();
    }
  }

  @Test
  void anAnnouncedLengthTakesNoMemoryByItself() {
    try (Storage storage = storage(1000, 100_000)) {
      for (int i = 0; i < 1000; i++) {
        storage.responses().begin(draft("a", "/x").expectedLength(Long.MAX_VALUE).build()).close();
      }
      assertThat(targets(storage)).isEmpty();
    }
  }

  @Test
  void recordingsStayAndEntriesWithoutRoomBesideThemAreRefused() {
    try (Storage storage = storage(2, 500)) {
      store(storage, draft("a", "/1").pinned(), 10);
      store(storage, draft("a", "/2"), 10);
      store(storage, draft("a", "/3").pinned(), 10);
      store(storage, draft("a", "/3").pinned(), 20);

      assertThatThrownBy(() -> store(storage, draft("a", "/4"), 10))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.FULL));
      assertThat(storage.responses().candidates(Entries.key("a", "/3")))
          .extracting(StoredResponse::length)
          .containsExactly(20L);
      assertThat(targets(storage)).containsExactlyInAnyOrder("/1", "/3");
    }
  }

  @Test
  void aRecordingThatWasUsedIsNotEvictedEither() {
    try (Storage storage = storage(3, 500)) {
      store(storage, draft("a", "/1").pinned(), 10);
      EntryId recording = storage.responses().candidates(Entries.key("a", "/1")).get(0).id();
      storage.responses().touch(List.of(new Touch(recording, Instant.EPOCH)));
      for (String target : List.of("/2", "/3", "/4", "/5")) {
        store(storage, draft("a", target), 10);
      }

      assertThat(targets(storage)).containsExactly("/5", "/4", "/1");
    }
  }

  @Test
  void changedBoundsApplyAtOnce() {
    try (Storage storage = storage(10, 500)) {
      for (int i = 0; i < 5; i++) {
        store(storage, draft("a", "/" + i), 10);
      }
      storage.reconfigure(Settings.of(Map.of("max_entries", 2L)));

      assertThat(targets(storage)).containsExactly("/4", "/3");
    }
  }

  @Test
  void boundBelowOneIsRefusedByNameAndChangesNothing() {
    assertThatThrownBy(() -> storage(0, 500)).hasMessageContaining("max_entries");
    assertThatThrownBy(() -> storage(1, 0)).hasMessageContaining("max_size_mb");
    try (Storage storage = storage(10, 500)) {
      store(storage, draft("a", "/1"), 10);
      store(storage, draft("a", "/2"), 10);
      Settings bad = Settings.of(Map.of("max_entries", 1L, "max_size_mb", -1L));

      assertThatThrownBy(() -> storage.reconfigure(bad))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(targets(storage)).hasSize(2);
    }
  }

  @Test
  void aCursorOfAnotherStoreIsRefused() {
    try (Storage storage = storage(10, 500)) {
      for (String cursor : List.of("", "x", "1", "-", "1-x")) {
        assertThatThrownBy(
                () ->
                    storage
                        .responses()
                        .entries(new EntryQuery(EntrySelector.ALL, null, cursor, 10)))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }
}
