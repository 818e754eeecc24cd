package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.local.Compressibility;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.rocksdb.RocksDBException;

/**
 * Rows of {@link Family#CHUNKS} and {@link Family#PLAIN_CHUNKS}: the pieces of an entry's content,
 * all in one of them.
 */
final class Chunks {
  /** Where content may lie. */
  static final List<Family> FAMILIES = List.of(Family.CHUNKS, Family.PLAIN_CHUNKS);

  private Chunks() {}

  /**
   * Returns where new content goes. Small bodies are compressed too: the engine compresses blocks,
   * which hold several of them. Of 100,000 JSON bodies of 1 KB each that leaves less than half.
   */
  static Family family(ResponseHead head, boolean compression) {
    return compression && Compressibility.isCompressible(head)
        ? Family.CHUNKS
        : Family.PLAIN_CHUNKS;
  }

  static byte[] key(Place place, long sequence) {
    return Key.of(place.domain()).with(place.number()).with(sequence).bytes();
  }

  static Row row(Family family, Place place, long sequence, byte[] data) {
    byte[] key = key(place, sequence);
    return new Row(family, key, Sealed.seal(key, data));
  }

  /** Returns a chunk; empty if it is missing or damaged. */
  static Optional<ByteBuffer> read(View view, EntryRecord entry, long sequence)
      throws RocksDBException {
    byte[] key = key(entry.place(), sequence);
    byte[] row = view.get(entry.chunks(), key);
    return row == null ? Optional.empty() : Sealed.open(key, row);
  }
}
