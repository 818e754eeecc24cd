package io.apibuddy.ports.store.local;

import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.EntrySelector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/**
 * Remembers of which URLs everything was removed and nothing has been staged since: the thousandth
 * POST to one URL need not look for stored GETs of it (RFC 9111 section 4.4), which waits for the
 * writer and reads the tables. Safe for concurrent use; asking takes no lock.
 *
 * <p>An adapter owes it two things. A removal takes place within {@link #during}. And an entry is
 * {@linkplain #staged told of} once removals cover it, and before {@link
 * io.apibuddy.ports.store.ResponseStore#begin} returns it.
 */
public final class EmptiedTargets {
  /** How many are remembered; all are forgotten when there are more. */
  static final int MOST = 1024;

  /** Longer targets are not remembered, in characters: they are hardly asked for again. */
  private static final int LONGEST = 1024;

  /** In place of a removal that is under way: it has ended. */
  private static final Object ENDED = new Object();

  private final ConcurrentMap<EntrySelector.ByTarget, Object> known = new ConcurrentHashMap<>();
  private volatile boolean used;
  private volatile boolean closed;

  /** Knows nothing yet. */
  public EmptiedTargets() {}

  /** Returns whether nothing is stored or staged under a URL; false if that is not known. */
  public boolean contains(EntrySelector.ByTarget target) {
    return known.get(target) == ENDED && !closed;
  }

  /**
   * Removes what a selector means; if that is one URL, it is remembered.
   *
   * @param removal removes it and returns how many entries were removed
   * @return what {@code removal} returned
   */
  public long during(EntrySelector selector, LongSupplier removal) {
    if (!(selector instanceof EntrySelector.ByTarget target)
        || target.target().length() > LONGEST) {
      return removal.getAsLong();
    }
    if (known.size() >= MOST && !known.containsKey(target)) {
      known.clear();
    }
    used = true;
    Object underWay = new Object();
    known.put(target, underWay);
    long removed = removal.getAsLong(); // if it fails, its mark stays, which says nothing
    known.replace(target, underWay, ENDED);
    return removed;
  }

  /** Takes note that an entry is being staged, perhaps in vain. */
  public void staged(CacheKey key) {
    if (used) { // whether the map is empty is not certain while others change it
      known.remove(new EntrySelector.ByTarget(key.domain(), key.method(), key.target()));
    }
  }

  /** Knows nothing from now on. */
  public void forget() {
    known.clear();
  }

  /** Knows nothing any more. */
  public void close() {
    closed = true;
    known.clear();
  }
}
