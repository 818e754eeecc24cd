package io.apibuddy.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntryDraft;
import io.apibuddy.ports.store.EntryWriter;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreStats;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Contract tests for bounded storages: the bounds hold under a flood of keys that nobody requests
 * again. The system property {@code flood.keys} sets the number of keys, 24,000 by default.
 */
public interface FloodContract {
  /** The number of different keys. */
  int KEYS = Integer.getInteger("flood.keys", 24_000);

  /** The size of each entry in bytes. */
  int SIZE = 8000;

  /** The maximum number of entries. */
  long MOST_ENTRIES = 500;

  /** The maximum size of the content in megabytes. */
  long MOST_MEGABYTES = 4;

  /** The maximum part of the heap that the storage may use, in bytes, for any number of keys. */
  long MOST_HEAP = 64L << 20;

  /**
   * Opens an empty storage.
   *
   * @param place where the storage may put its files; does not exist yet
   * @param bounds the settings {@code max_entries}, {@code max_size_mb} and {@code store_budget};
   *     the engine's test adds others that it needs to this map, with which a test may change them
   *     later
   */
  Storage openBounded(Path place, Map<String, Object> bounds);

  /**
   * Returns the maximum size of the files in addition to the content, in bytes, for any number of
   * keys.
   */
  long mostOverhead();

  /** The bounds hold throughout, and the last entry that was stored is there. */
  @Test
  @Timeout(600)
  default void storageStaysWithinItsBoundsUnderAFloodOfKeys(@TempDir Path directory) {
    Path place = directory.resolve("store");
    Map<String, Object> bounds = bounds(MOST_ENTRIES, MOST_MEGABYTES, Duration.ofSeconds(20));
    long heap = usedHeap();
    try (Storage storage = openBounded(place, bounds)) {
      long most = 0;
      for (int i = 0; i < KEYS; i++) {
        store(storage, i);
        if (i % 1000 == 0) {
          most = Math.max(most, bytes(place));
        }
      }
      store(storage, KEYS);
      assertThat(usedHeap() - heap).as("bytes of the heap").isLessThan(MOST_HEAP);
      assertThat(Math.max(most, bytes(place)))
          .as("bytes of files")
          .isLessThan((MOST_MEGABYTES << 20) + mostOverhead());
      assertThat(storage.responses().candidates(Entries.key("a", "/" + KEYS))).hasSize(1);
      awaitBounds(storage, MOST_ENTRIES);
    }
  }

  /** Expired entries may still be wanted, for example in mode replay: only pruning removes them. */
  @Test
  @Timeout(600)
  default void expiredEntriesStayWhileThereIsRoom(@TempDir Path directory) {
    Map<String, Object> bounds = bounds(2000L, 100L, Duration.ofSeconds(20));
    try (Storage storage = openBounded(directory.resolve("store"), bounds)) {
      store(storage, 0, Instant.now().minusSeconds(60));
      for (int i = 1; i < 1500; i++) {
        store(storage, i);
      }
      assertThat(storage.responses().stats(Instant.now()))
          .hasValueSatisfying(new Condition<>(stats -> stats.entries() == 1500, "all are there"));
      assertThat(storage.responses().candidates(Entries.key("a", "/0"))).hasSize(1);
    }
  }

  /** Bounds apply to what is stored already, too; what they leave room for stays. */
  @Test
  @Timeout(600)
  default void reconfiguredBoundsHold(@TempDir Path directory) {
    Map<String, Object> settings = bounds(2000L, MOST_MEGABYTES, Duration.ofSeconds(20));
    try (Storage storage = openBounded(directory.resolve("store"), settings)) {
      for (int i = 0; i < 40; i++) {
        store(storage, i);
      }
      storage.responses().settle();
      settings.put("max_entries", 10L);
      storage.reconfigure(Settings.of(settings));
      awaitBounds(storage, 10);
      assertThat(storage.responses().candidates(Entries.key("a", "/39"))).hasSize(1);

      settings.put("max_entries", 60L);
      storage.reconfigure(Settings.of(settings));
      for (int i = 40; i < 80; i++) {
        store(storage, i);
      }
      assertThat(storage.responses().stats(Instant.now()))
          .hasValueSatisfying(new Condition<>(stats -> stats.entries() >= 40, "new ones stay"));
    }
  }

  /** Losing a recording is an error for its client, so waiting is better. */
  @Test
  @Timeout(600)
  default void recordingIsKeptThoughItArrivesFasterThanItIsWritten(@TempDir Path directory) {
    Map<String, Object> bounds = bounds(100L, 200L, Duration.ofNanos(1));
    byte[] piece = Entries.content(1 << 20, 1);
    EntryDraft draft =
        DraftBuilder.draft("a", "/large").respondedAt(Instant.now()).pinned().build();
    try (Storage storage = openBounded(directory.resolve("store"), bounds);
        EntryWriter writer = storage.responses().begin(draft)) {
      for (int i = 0; i < 64; i++) {
        writer.write(ByteBuffer.wrap(piece));
      }
      assertThat(writer.commit(EntryCompletion.PLAIN)).isTrue();
    }
  }

  private static Map<String, Object> bounds(long entries, long megabytes, Duration budget) {
    return new HashMap<>(
        Map.of("max_entries", entries, "max_size_mb", megabytes, "store_budget", budget));
  }

  private static void store(Storage storage, int number) {
    store(storage, number, Instant.now().plusSeconds(3600));
  }

  private static void store(Storage storage, int number, Instant discardAt) {
    EntryDraft draft =
        DraftBuilder.draft("a", "/" + number)
            .respondedAt(Instant.now())
            .discardAt(discardAt)
            .build();
    try (EntryWriter writer = storage.responses().begin(draft)) {
      writer.write(ByteBuffer.wrap(Entries.content(SIZE, number)));
      assertThat(writer.commit(EntryCompletion.PLAIN)).isTrue();
    } catch (StoreException e) {
      // A store that cannot keep up reports BUSY; the proxy would go on without storing.
      assertThat(e.kind()).isEqualTo(StoreException.Kind.BUSY);
    }
  }

  private static void awaitBounds(Storage storage, long entries) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    boolean held = false;
    while (!held && System.nanoTime() < end) {
      StoreStats stats = storage.responses().stats(Instant.now()).get("a");
      held =
          stats != null
              && stats.entries() <= entries * 3 / 2
              && stats.bytes() <= MOST_MEGABYTES << 20;
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
    assertThat(held).as("the bounds hold").isTrue();
  }

  /**
   * Returns the heap in use after a garbage collection; later allocations of other threads do not
   * count.
   */
  private static long usedHeap() {
    System.gc();
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getCollectionUsage)
        .filter(Objects::nonNull)
        .mapToLong(MemoryUsage::getUsed)
        .sum();
  }

  /** Returns the total size of the files. A file that disappears meanwhile counts as empty. */
  private static long bytes(Path place) {
    return bytes(Objects.requireNonNull(place.getParent()).toFile());
  }

  private static long bytes(File place) {
    File[] inside = place.listFiles();
    return inside == null
        ? place.length()
        : Stream.of(inside).mapToLong(FloodContract::bytes).sum();
  }
}
