package io.apibuddy.store.rocksdb;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.rocksdb.RocksDBException;

/** Rows of {@link Family#CHUNKS}: content in pieces of 64 KiB, the last may be shorter. */
final class Chunks {
  /** Bytes of a whole chunk. */
  static final int SIZE = 65_536;

  private Chunks() {}

  /** Returns how many chunks a content of {@code length} bytes has. */
  static long count(long length) {
    return (length + SIZE - 1) / SIZE;
  }

  /** Returns how many bytes the chunk at {@code sequence} of a content has. */
  static int size(long sequence, long length) {
    return (int) Math.min(SIZE, length - sequence * SIZE);
  }

  static byte[] key(Place place, long sequence) {
    return Key.of(place.domain()).with(place.number()).with(sequence).bytes();
  }

  static void put(Batch batch, Place place, long sequence, byte[] data) throws RocksDBException {
    byte[] key = key(place, sequence);
    batch.put(Family.CHUNKS, key, Sealed.seal(key, data));
  }

  /** Returns a chunk of a content of {@code length} bytes; empty if it is missing or damaged. */
  static Optional<ByteBuffer> read(View view, Place place, long sequence, long length)
      throws RocksDBException {
    byte[] key = key(place, sequence);
    byte[] row = view.get(Family.CHUNKS, key);
    return row == null
        ? Optional.empty()
        : Sealed.open(key, row).filter(data -> data.remaining() == size(sequence, length));
  }
}
