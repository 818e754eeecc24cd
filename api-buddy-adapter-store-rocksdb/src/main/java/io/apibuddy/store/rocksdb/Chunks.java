package io.apibuddy.store.rocksdb;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.rocksdb.RocksDBException;

/** Rows of {@link Family#CHUNKS}: the pieces of an entry's content. */
final class Chunks {
  private Chunks() {}

  static byte[] key(Place place, long sequence) {
    return Key.of(place.domain()).with(place.number()).with(sequence).bytes();
  }

  static void put(Batch batch, Place place, long sequence, byte[] data) throws RocksDBException {
    byte[] key = key(place, sequence);
    batch.put(Family.CHUNKS, key, Sealed.seal(key, data));
  }

  /** Returns a chunk; empty if it is missing or damaged. */
  static Optional<ByteBuffer> read(View view, Place place, long sequence) throws RocksDBException {
    byte[] key = key(place, sequence);
    byte[] row = view.get(Family.CHUNKS, key);
    return row == null ? Optional.empty() : Sealed.open(key, row);
  }
}
