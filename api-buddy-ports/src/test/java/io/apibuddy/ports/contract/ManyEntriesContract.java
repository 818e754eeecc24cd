package io.apibuddy.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.spi.Notices;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntryDraft;
import io.apibuddy.ports.store.EntryWriter;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StorageProvider;
import io.apibuddy.ports.store.StoreStats;
import io.apibuddy.ports.store.StoredResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Contract test for many entries. The system property {@code many.entries} sets their number, 3,000
 * by default and at most 1,000,000.
 */
public interface ManyEntriesContract {
  /** The number of entries. */
  int ENTRIES = Integer.getInteger("many.entries", 3_000);

  /** The number of different sizes: entries have 0 to 499 bytes. */
  int SIZES = 500;

  /** Returns the engine's provider. */
  StorageProvider provider();

  /** Each entry is the same before and after the storage was closed, and none is counted twice. */
  @Test
  @Timeout(1800)
  default void everyOneOfManyEntriesIsFoundBeforeAndAfterReopening(@TempDir Path directory) {
    Path place = directory.resolve("store");
    try (Storage storage = KilledWriter.open(provider(), place, Notices.SILENT)) {
      for (int number = 0; number < ENTRIES; number++) {
        store(storage, number);
      }
      assertAllComeBack(storage);
    }
    try (Storage storage = KilledWriter.open(provider(), place, Notices.SILENT)) {
      assertAllComeBack(storage);
    }
  }

  private static void store(Storage storage, int number) {
    EntryDraft draft =
        DraftBuilder.draft(key(number)).respondedAt(Instant.now()).headers(fields(number)).build();
    try (EntryWriter writer = storage.responses().begin(draft)) {
      writer.write(ByteBuffer.wrap(content(number)));
      assertThat(writer.commit(EntryCompletion.PLAIN)).isTrue();
    }
  }

  private static void assertAllComeBack(Storage storage) {
    for (int number = 0; number < ENTRIES; number++) {
      List<StoredResponse> found = storage.responses().candidates(key(number));
      assertThat(found).as("entries of %d", number).hasSize(1);
      StoredResponse entry = found.get(0);
      assertThat(entry.response().headers()).isEqualTo(fields(number));
      byte[] content = Entries.read(storage.responses().body(entry.id(), 0).orElseThrow());
      assertThat(Arrays.equals(content, content(number))).as("content of %d", number).isTrue();
    }
    StoreStats stats = Objects.requireNonNull(storage.responses().stats(Instant.now()).get("a"));
    assertThat(stats.entries()).isEqualTo(ENTRIES);
  }

  private static CacheKey key(int number) {
    return Entries.key("a", "/" + number);
  }

  private static Headers fields(int number) {
    return Headers.of("Number", Integer.toString(number));
  }

  private static byte[] content(int number) {
    return Entries.content(number % SIZES, number);
  }
}
