package io.apibuddy.ports.store.local;

import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.EntrySelector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/**
 * Remembers URLs from which everything was removed and for which nothing has been staged since. The
 * thousandth POST to a URL then need not look for stored GETs of it (RFC 9111 section 4.4), which
 * would wait for the writer and read the tables. Safe for concurrent use; look-ups take no lock.
 *
 * <p>An adapter must keep two rules. Every removal runs inside {@link #during}. And every entry is
 * reported to {@link #staged} after removals have begun to cover it and before {@link
 * io.apibuddy.ports.store.ResponseStore#begin} returns its writer.
 */
public final class EmptiedTargets {
  /** How many URLs are remembered; when there are more, all are forgotten. */
  static final int MAX_TARGETS = 1024;

  /** Longer targets, in characters, are not remembered, as they are rarely requested again. */
  private static final int MAX_TARGET_LENGTH = 1024;

  /** Replaces the marker of a removal in progress when it ends. */
  private static final Object EMPTIED = new Object();

  private final ConcurrentMap<EntrySelector.ByTarget, Object> known = new ConcurrentHashMap<>();
  private volatile boolean used;
  private volatile boolean closed;

  /** Creates an empty set. */
  public EmptiedTargets() {}

  /** Returns whether nothing is stored or staged under a URL; false if that is not known. */
  public boolean contains(EntrySelector.ByTarget target) {
    return known.get(target) == EMPTIED && !closed;
  }

  /**
   * Runs a removal and, if the selector is a single URL, remembers that URL.
   *
   * @param removal removes the selected entries and returns their number
   * @return what {@code removal} returned
   */
  public long during(EntrySelector selector, LongSupplier removal) {
    if (!(selector instanceof EntrySelector.ByTarget target)
        || target.target().length() > MAX_TARGET_LENGTH) {
      return removal.getAsLong();
    }
    if (known.size() >= MAX_TARGETS && !known.containsKey(target)) {
      known.clear();
    }
    used = true;
    Object marker = new Object();
    known.put(target, marker);
    long removed = removal.getAsLong(); // if this throws, the marker stays, which claims nothing
    known.replace(target, marker, EMPTIED);
    return removed;
  }

  /** Reports that an entry with this key is staged, whether or not it will be committed. */
  public void staged(CacheKey key) {
    if (used) { // isEmpty() is not reliable while others change the map
      known.remove(new EntrySelector.ByTarget(key.domain(), key.method(), key.target()));
    }
  }

  /** Forgets all URLs. */
  public void forget() {
    known.clear();
  }

  /** Forgets all URLs for good. */
  public void close() {
    closed = true;
    known.clear();
  }
}
