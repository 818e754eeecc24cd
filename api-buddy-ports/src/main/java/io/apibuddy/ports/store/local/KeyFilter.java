package io.apibuddy.ports.store.local;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A Bloom filter: it says for certain that a key was not added, or that it may have been. About one
 * in a hundred absent keys is a false positive, as long as the filter is not {@linkplain #isFull
 * full}. Keys are prefixes of digests, which are as good as random. Lock-free.
 */
final class KeyFilter {
  private static final int BITS_PER_KEY = 10;
  private static final int PROBES = 7;

  private final int capacity;
  private final long bits;
  private final AtomicLongArray words;
  private final AtomicInteger added = new AtomicInteger();

  /** Creates an empty filter for {@code capacity} keys, 1 or more. */
  KeyFilter(int capacity) {
    this.capacity = capacity;
    int length = Math.toIntExact(((long) capacity * BITS_PER_KEY + Long.SIZE - 1) / Long.SIZE);
    this.bits = (long) length * Long.SIZE;
    this.words = new AtomicLongArray(length);
  }

  /** Returns whether so many different keys were added that false positives become too frequent. */
  boolean isFull() {
    return added.get() >= capacity;
  }

  void add(long key) {
    boolean changed = false;
    for (int probe = 0; probe < PROBES; probe++) {
      long bitIndex = bitIndex(key, probe);
      int word = (int) (bitIndex / Long.SIZE);
      long bit = 1L << bitIndex; // the shift uses the low six bits of the index
      if ((words.get(word) & bit) == 0) {
        words.getAndAccumulate(word, bit, (former, more) -> former | more);
        changed = true;
      }
    }
    if (changed) {
      added.incrementAndGet();
    }
  }

  /** Returns false only if the key was not added. */
  boolean mightContain(long key) {
    for (int probe = 0; probe < PROBES; probe++) {
      long bitIndex = bitIndex(key, probe);
      if ((words.get((int) (bitIndex / Long.SIZE)) & 1L << bitIndex) == 0) {
        return false;
      }
    }
    return true;
  }

  /** Double hashing: the two hash functions are the key and the key with its halves swapped. */
  private long bitIndex(long key, int probe) {
    long hash = key + probe * (Long.rotateLeft(key, Integer.SIZE) | 1);
    return Math.multiplyHigh(hash >>> 1, bits << 1);
  }
}
