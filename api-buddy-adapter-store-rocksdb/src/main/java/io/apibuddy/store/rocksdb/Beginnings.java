package io.apibuddy.store.rocksdb;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * Where the rows of {@link Family#RECENCY} and {@link Family#EXPIRY} begin, which are deleted from
 * below: until it merges tables, the engine comes by every deleted row before the first that is
 * left. To begin there each time took most of an eviction. For use in turn, as {@link Mutations}
 * sees to.
 */
final class Beginnings {
  /** Bytes behind the prefix: a time and a number. */
  private static final int REST = 2 * Long.BYTES;

  private final Map<Family, Map<ByteBuffer, byte[]>> known = new EnumMap<>(Family.class);

  Beginnings() {
    known.put(Family.RECENCY, new HashMap<>());
    known.put(Family.EXPIRY, new HashMap<>());
  }

  /** Returns a key that no row of those below {@code prefix} lies before. */
  byte[] of(Family family, byte[] prefix) {
    return known.getOrDefault(family, Map.of()).getOrDefault(ByteBuffer.wrap(prefix), prefix);
  }

  /** Takes note of the first row there is below a prefix, in any family. */
  void found(Family family, byte[] prefix, byte[] first) {
    Map<ByteBuffer, byte[]> firsts = known.get(family);
    if (firsts != null) {
      firsts.put(ByteBuffer.wrap(prefix), first);
    }
  }

  /** Takes note of a row that is put into any family. */
  void added(Family family, byte[] key) {
    Map<ByteBuffer, byte[]> firsts = known.get(family);
    if (firsts != null) {
      firsts.computeIfPresent(
          ByteBuffer.wrap(key, 0, key.length - REST),
          (prefix, first) -> Arrays.compareUnsigned(key, first) < 0 ? key : first);
    }
  }
}
