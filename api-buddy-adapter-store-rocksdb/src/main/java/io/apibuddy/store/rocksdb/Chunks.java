package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.local.Compressibility;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.rocksdb.RocksDBException;

/**
 * The rows of {@link ColumnFamily#CHUNKS} and {@link ColumnFamily#PLAIN_CHUNKS}, which hold the
 * content of entries in pieces. All content of an entry is in one of the two.
 */
final class Chunks {
  /** The families that hold content. */
  static final List<ColumnFamily> FAMILIES =
      List.of(ColumnFamily.CHUNKS, ColumnFamily.PLAIN_CHUNKS);

  private Chunks() {}

  /**
   * Returns the family for new content. Small bodies are compressed, too: RocksDB compresses
   * blocks, which hold several of them. That leaves less than half of 100,000 JSON bodies of 1 KB
   * each.
   */
  static ColumnFamily family(ResponseHead head, boolean compression) {
    return compression && Compressibility.isCompressible(head)
        ? ColumnFamily.CHUNKS
        : ColumnFamily.PLAIN_CHUNKS;
  }

  static byte[] key(Place place, long sequence) {
    return Key.of(place.domain()).with(place.number()).with(sequence).bytes();
  }

  static Row row(ColumnFamily family, Place place, long sequence, byte[] data) {
    byte[] key = key(place, sequence);
    return new Row(family, key, ChecksummedValue.encode(key, data));
  }

  /** Returns a chunk; empty if it is missing or damaged. */
  static Optional<ByteBuffer> read(View view, EntryRecord entry, long sequence)
      throws RocksDBException {
    byte[] key = key(entry.place(), sequence);
    byte[] row = view.get(entry.chunks(), key);
    return row == null ? Optional.empty() : ChecksummedValue.decode(key, row);
  }
}
