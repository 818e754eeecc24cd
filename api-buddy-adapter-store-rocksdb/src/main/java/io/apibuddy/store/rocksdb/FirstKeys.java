package io.apibuddy.store.rocksdb;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * The first keys of {@link ColumnFamily#RECENCY} and {@link ColumnFamily#EXPIRY}, whose rows are
 * deleted from the beginning. Until a compaction, RocksDB steps over every deleted row (tombstone)
 * to the first that is left; to do that each time took most of an eviction. Used only by the thread
 * whose turn it is, which {@link Mutations} ensures.
 */
final class FirstKeys {
  /** Bytes after the prefix: a time and a number. */
  private static final int SUFFIX_BYTES = 2 * Long.BYTES;

  private final Map<ColumnFamily, Map<ByteBuffer, byte[]>> known =
      new EnumMap<>(ColumnFamily.class);

  FirstKeys() {
    known.put(ColumnFamily.RECENCY, new HashMap<>());
    known.put(ColumnFamily.EXPIRY, new HashMap<>());
  }

  /** Returns a key at or before the first row with {@code prefix}. */
  byte[] of(ColumnFamily family, byte[] prefix) {
    return known.getOrDefault(family, Map.of()).getOrDefault(ByteBuffer.wrap(prefix), prefix);
  }

  /** Records the first row with a prefix; has no effect for other families. */
  void found(ColumnFamily family, byte[] prefix, byte[] first) {
    Map<ByteBuffer, byte[]> firsts = known.get(family);
    if (firsts != null) {
      firsts.put(ByteBuffer.wrap(prefix), first);
    }
  }

  /** Records a row that is put; has no effect for other families. */
  void added(ColumnFamily family, byte[] key) {
    Map<ByteBuffer, byte[]> firsts = known.get(family);
    if (firsts != null) {
      firsts.computeIfPresent(
          ByteBuffer.wrap(key, 0, key.length - SUFFIX_BYTES),
          (prefix, first) -> Arrays.compareUnsigned(key, first) < 0 ? key : first);
    }
  }
}
