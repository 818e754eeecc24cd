package io.apibuddy.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.spi.Notices;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntryWriter;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StorageProvider;
import io.apibuddy.ports.store.StoredResponse;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Contract test for an entry that must never be in memory as a whole. The system property {@code
 * large.bytes} sets its size, 20 MB by default.
 */
public interface LargeEntryContract {
  /** The size of the entry in bytes. */
  long BYTES = Long.getLong("large.bytes", 20_000_000);

  /** The size of each piece but the last, in bytes. */
  int PIECE = 100_000;

  /** Returns the engine's provider. */
  StorageProvider provider();

  /** The entry is the same before and after the storage was closed. */
  @Test
  @Timeout(600)
  default void aLargeEntryComesBackByteForByte(@TempDir Path directory) throws Exception {
    Path place = directory.resolve("store");
    CacheKey key = Entries.key("a", "/large");
    try (Storage storage = KilledWriter.open(provider(), place, Notices.SILENT)) {
      try (EntryWriter writer =
          storage
              .responses()
              .begin(
                  DraftBuilder.draft(key)
                      .respondedAt(Instant.now())
                      .expectedLength(BYTES)
                      .build())) {
        for (long at = 0; at < BYTES; at += PIECE) {
          writer.write(ByteBuffer.wrap(piece(at)));
        }
        assertThat(writer.commit(EntryCompletion.PLAIN)).isTrue();
      }
      assertComesBack(storage, key);
    }
    try (Storage storage = KilledWriter.open(provider(), place, Notices.SILENT)) {
      assertComesBack(storage, key);
    }
  }

  private static void assertComesBack(Storage storage, CacheKey key) throws Exception {
    StoredResponse entry = storage.responses().candidates(key).get(0);
    assertThat(entry.length()).isEqualTo(BYTES);
    try (Body body = storage.responses().body(entry.id(), 0).orElseThrow();
        InputStream stream = body.stream()) {
      for (long at = 0; at < BYTES; at += PIECE) {
        byte[] expected = piece(at);
        assertThat(Arrays.equals(stream.readNBytes(expected.length), expected))
            .as("bytes from %d on", at)
            .isTrue();
      }
      assertThat(stream.read()).isNegative();
    }
  }

  private static byte[] piece(long at) {
    return Entries.content((int) Math.min(PIECE, BYTES - at), at);
  }
}
