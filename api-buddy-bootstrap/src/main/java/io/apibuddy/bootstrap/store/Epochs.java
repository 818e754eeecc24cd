package io.apibuddy.bootstrap.store;

import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.EntrySelector.ById;
import io.apibuddy.ports.store.EntrySelector.ByTarget;
import io.apibuddy.ports.store.StoredResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Counts changes of the store, so that a copy can be checked without a lock for whether the store
 * has changed since it was made. Keys and entries are hashed to stripes; a collision costs a read
 * of the store but never gives a wrong answer. Safe for concurrent use.
 */
final class Epochs {
  private static final int STRIPES = 8_192;

  private final AtomicLong everything = new AtomicLong();
  private final AtomicLong anyEntry = new AtomicLong();
  private final AtomicLongArray targets = new AtomicLongArray(STRIPES);
  private final AtomicLongArray entries = new AtomicLongArray(STRIPES);

  /** The counters before the store was read. */
  record Before(long everything, long anyEntry, long target) {}

  /** The counters when a copy was made, of its key and of its entries. */
  static final class Stamp {
    private final long everything;
    private final long target;
    private final long[] entries; // stripe, count, stripe, count...

    private Stamp(Before before, long[] entries) {
      this.everything = before.everything;
      this.target = before.target;
      this.entries = entries;
    }
  }

  /** Returns the counters of a key; to be called before the store is read. */
  Before before(CacheKey key) {
    return new Before(everything.get(), anyEntry.get(), targets.get(target(key)));
  }

  /** Returns the stamp for entries that were read from the store after {@code before}. */
  Stamp stamp(Before before, List<StoredResponse> copies) {
    long[] counts = new long[2 * copies.size()];
    for (int i = 0; i < counts.length; i += 2) {
      int stripe = entry(copies.get(i / 2).id());
      counts[i] = stripe;
      counts[i + 1] = entries.get(stripe);
    }
    return new Stamp(before, counts);
  }

  /** Returns whether no change of a single entry, anywhere, was counted since {@code before}. */
  boolean noEntryChangedSince(Before before) {
    return anyEntry.get() == before.anyEntry;
  }

  /** Returns whether copies with this stamp are still what the store has. */
  boolean isCurrent(CacheKey key, Stamp stamp) {
    if (stamp.everything != everything.get() || stamp.target != targets.get(target(key))) {
      return false;
    }
    for (int i = 0; i < stamp.entries.length; i += 2) {
      if (stamp.entries[i + 1] != entries.get((int) stamp.entries[i])) {
        return false;
      }
    }
    return true;
  }

  /** Counts a change; to be called after the store has made it. */
  void changed(EntrySelector selector) {
    if (selector instanceof ById byId) {
      changed(byId.id());
    } else if (selector instanceof ByTarget by) {
      targets.incrementAndGet(target(by.domain(), by.method(), by.target()));
    } else {
      changedEverywhere();
    }
  }

  /** Counts a change under a key. */
  void changed(CacheKey key) {
    targets.incrementAndGet(target(key));
  }

  /**
   * Counts a change under a key, as {@link #changed(CacheKey)} does.
   *
   * @return {@code before} with this change; null if there may have been another change since,
   *     under the key or one of the same stripe
   */
  @Nullable Before changed(CacheKey key, Before before) {
    long count = targets.incrementAndGet(target(key));
    return count == before.target + 1
        ? new Before(before.everything, before.anyEntry, count)
        : null;
  }

  /**
   * Counts a change of one entry. The order of the two increments matters: a thread that finds
   * {@code anyEntry} unchanged took its stamp before the entry's own counter moved.
   */
  void changed(EntryId id) {
    anyEntry.incrementAndGet();
    entries.incrementAndGet(entry(id));
  }

  /** Counts a change that may affect any entry. */
  void changedEverywhere() {
    everything.incrementAndGet();
  }

  private static int target(CacheKey key) {
    return target(key.domain(), key.method(), key.target());
  }

  private static int target(String domain, String method, String target) {
    return stripe(31 * (31 * target.hashCode() + domain.hashCode()) + method.hashCode());
  }

  private static int entry(EntryId id) {
    return stripe(id.value().hashCode());
  }

  private static int stripe(int hash) {
    return (hash ^ hash >>> 16) & STRIPES - 1;
  }
}
