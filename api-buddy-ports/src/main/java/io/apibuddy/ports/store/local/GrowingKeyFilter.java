package io.apibuddy.ports.store.local;

import java.util.ArrayList;
import java.util.List;

/**
 * A Bloom filter that grows: when its last part is full, it gets another part as large as all
 * before together. Each part adds its share of false positives, so a filter that {@linkplain
 * #hasGrown has grown} should be rebuilt. Takes no lock except to grow.
 */
final class GrowingKeyFilter {
  /**
   * The capacity in keys (20 MB) at which it stops growing. Beyond it, memory stays the same, but
   * false positives become more frequent.
   */
  static final int MAX_CAPACITY = 1 << 24;

  private volatile List<KeyFilter> parts;
  private int capacity; // guarded by this

  /** Creates an empty filter for {@code capacity} keys, 1 or more, before it grows. */
  GrowingKeyFilter(int capacity) {
    this.capacity = capacity;
    this.parts = List.of(new KeyFilter(capacity));
  }

  boolean hasGrown() {
    return parts.size() > 1;
  }

  void add(long key) {
    List<KeyFilter> now = parts;
    if (!mightContain(now, key)) {
      KeyFilter last = now.get(now.size() - 1);
      (last.isFull() ? grow(last) : last).add(key);
    }
  }

  /** Returns false only if the key was not added. */
  boolean mightContain(long key) {
    return mightContain(parts, key);
  }

  private static boolean mightContain(List<KeyFilter> parts, long key) {
    for (KeyFilter part : parts) {
      if (part.mightContain(key)) {
        return true;
      }
    }
    return false;
  }

  private synchronized KeyFilter grow(KeyFilter full) {
    KeyFilter last = parts.get(parts.size() - 1);
    if (last != full || capacity >= MAX_CAPACITY) {
      return last;
    }
    KeyFilter added = new KeyFilter(capacity);
    List<KeyFilter> grown = new ArrayList<>(parts);
    grown.add(added);
    capacity *= 2;
    parts = List.copyOf(grown);
    return added;
  }
}
