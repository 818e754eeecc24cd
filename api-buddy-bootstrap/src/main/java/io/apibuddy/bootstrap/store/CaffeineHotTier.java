package io.apibuddy.bootstrap.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntryDraft;
import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.EntryWriter;
import io.apibuddy.ports.store.ForwardingResponseStore;
import io.apibuddy.ports.store.Freshness;
import io.apibuddy.ports.store.PruneLimits;
import io.apibuddy.ports.store.PruneResult;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.StoredResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Holds in memory what was asked for again and what is new, in front of a store that stays the
 * truth. Bounded in bytes.
 *
 * <p>A copy is used only while {@link Epochs} says that the store was not changed since: every
 * change goes to the store first and is counted afterwards, so that a read that began before it
 * cannot bring back what it removed. An entry that is committed where nothing else is goes onto its
 * shelf without such a read, with the counters of before it: if its own commit is all that was
 * counted since, whatever else changes it is counted later.
 */
public final class CaffeineHotTier extends ForwardingResponseStore {
  /** On top of the memory comes a 64th of it for what was not asked for yet. */
  private static final int NEWCOMERS_PART = 64;

  private final ResponseStore store;
  private final Cache<CacheKey, Shelf> shelves;
  private final Newcomers newcomers;
  private final OffHeap offHeap = new OffHeap();
  private final Epochs epochs = new Epochs();
  private final ShelfLoader loader;
  private final MemoryBudget staging;
  private final AtomicInteger removing = new AtomicInteger();
  private volatile long maxBytes;

  /**
   * Puts a tier in front of a store.
   *
   * @param maxBytes how much memory it may take; with 0 it holds nothing
   */
  public CaffeineHotTier(ResponseStore store, long maxBytes) {
    super(store);
    this.store = store;
    this.shelves =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .weigher((CacheKey key, Shelf shelf) -> shelf.weight())
            .executor(Runnable::run) // to wake a thread costs more than moving what has piled up
            .build();
    this.newcomers = new Newcomers(maxBytes / NEWCOMERS_PART);
    this.loader = new ShelfLoader(store);
    this.staging = new MemoryBudget(maxBytes);
    this.maxBytes = maxBytes;
  }

  /** Takes more or less memory from now on; what is too much goes at once. */
  void resize(long bytes) {
    maxBytes = bytes;
    staging.resize(bytes);
    newcomers.resize(bytes / NEWCOMERS_PART);
    shelves.policy().eviction().orElseThrow().setMaximum(bytes);
  }

  @Override
  public List<StoredResponse> candidatesInMemory(CacheKey key) {
    Shelf shelf = current(key);
    return shelf == null ? store.candidatesInMemory(key) : shelf.variants();
  }

  @Override
  public List<StoredResponse> candidates(CacheKey key) {
    Shelf shelf = current(key);
    if (shelf != null) {
      return shelf.variants();
    }
    Shelf outdated = known(key);
    Epochs.Before before = epochs.before(key);
    List<StoredResponse> stored = store.candidates(key);
    return keep(key, before, loader.load(stored, id -> bodyOn(outdated, id), maxBytes));
  }

  /** Returns what is in memory under a key that is asked for, null if the store has to tell. */
  private @Nullable Shelf current(CacheKey key) {
    Shelf asked = shelves.getIfPresent(key);
    Shelf shelf = asked == null ? newcomers.get(key) : asked;
    if (shelf == null || !epochs.isCurrent(key, shelf.stamp())) {
      return null;
    }
    return asked == null ? promoted(key, shelf) : shelf;
  }

  /** Gives what was new its place among the rest. */
  private Shelf promoted(CacheKey key, Shelf shelf) {
    if (!newcomers.remove(key, shelf)) {
      return shelf; // another thread does
    }
    Shelf placed = shelf.with(offHeap::moved);
    shelves.asMap().putIfAbsent(key, placed);
    return placed;
  }

  /** Returns what is in memory under a key, out of date or not, and leaves it where it is. */
  private @Nullable Shelf known(CacheKey key) {
    Shelf shelf = shelves.getIfPresent(key);
    return shelf == null ? newcomers.get(key) : shelf;
  }

  @Override
  public EntryWriter begin(EntryDraft draft) {
    return new TieredWriter(this, draft, store.begin(draft), staging.copy(draft.expectedLength()));
  }

  @Override
  public boolean freshen(EntryId id, ResponseHead head, Freshness times) {
    try {
      return store.freshen(id, head, times);
    } finally {
      epochs.changed(id);
    }
  }

  @Override
  public long remove(EntrySelector selector) {
    removing.incrementAndGet();
    try {
      return store.remove(selector);
    } finally {
      epochs.changed(selector);
      removing.decrementAndGet();
      giveBack(selector);
    }
  }

  /** What the store lacks may be in memory until the removal has ended here too. */
  @Override
  public boolean lacks(EntrySelector.ByTarget target) {
    return store.lacks(target) && removing.get() == 0;
  }

  @Override
  public PruneResult prune(PruneLimits limits) {
    boolean changed = true;
    try {
      PruneResult result = store.prune(limits);
      changed = result.expired() > 0 || result.evicted() > 0;
      return result;
    } finally {
      if (changed) {
        epochs.changedEverywhere();
      }
    }
  }

  /** Commits an entry and puts it on its shelf at once, if its bytes are at hand. */
  boolean commit(
      EntryDraft draft, EntryWriter writer, EntryCompletion completion, Body.@Nullable Bytes copy) {
    CacheKey key = draft.key();
    Epochs.Before before = epochs.before(key);
    boolean sole = copy != null && isSole(draft);
    boolean visible;
    Epochs.Before counted;
    try {
      visible = writer.commit(completion);
    } finally {
      counted = epochs.changed(key, before);
    }
    if (visible && copy != null) {
      shelve(key, copy, sole ? counted : null, writer.committed().orElse(null));
    }
    return visible;
  }

  /** Returns whether an entry, once it is committed, will be the only one under its key. */
  private boolean isSole(EntryDraft draft) {
    if (store.lacks(draft.key())) {
      return true;
    }
    Shelf shelf = known(draft.key());
    return shelf != null
        && epochs.isCurrent(draft.key(), shelf.stamp())
        && shelf.variants().stream().allMatch(e -> e.variant().equals(draft.variant()));
  }

  /** Forgets every copy, for good if the store is closed. */
  void clear() {
    epochs.changedEverywhere();
    forgetAll();
  }

  private void forgetAll() {
    shelves.invalidateAll();
    newcomers.clear();
  }

  /**
   * Puts an entry that was committed on its shelf.
   *
   * @param sole the counters with its commit, if it was the only change since nothing but it was
   *     under its key; null if that is not known: what is there is loaded when it is asked for, by
   *     a thread that may wait for it
   * @param committed the entry as the store tells of it; null if it does not
   */
  private void shelve(
      CacheKey key,
      Body.Bytes copy,
      Epochs.@Nullable Before sole,
      @Nullable StoredResponse committed) {
    if (sole != null && committed != null && committed.length() == copy.length()) {
      StoredResponse whole = committed.body() == null ? committed.withBody(copy) : committed;
      List<StoredResponse> alone = List.of(whole);
      Shelf shelf = new Shelf(key, alone, epochs.stamp(sole, alone));
      if (!epochs.noEntryChangedSince(sole)) {
        return;
      }
      if (shelves.asMap().containsKey(key)) {
        place(key, shelf);
      } else {
        newcomers.add(key, shelf);
      }
    }
  }

  private static Body.@Nullable Bytes bodyOn(@Nullable Shelf shelf, EntryId id) {
    return shelf == null ? null : shelf.body(id);
  }

  private List<StoredResponse> keep(
      CacheKey key, Epochs.Before before, List<StoredResponse> loaded) {
    if (!loaded.isEmpty() && loaded.stream().allMatch(entry -> entry.body() != null)) {
      Shelf shelf = new Shelf(key, loaded, epochs.stamp(before, loaded));
      if (epochs.noEntryChangedSince(before)) {
        place(key, shelf);
      }
    }
    return loaded;
  }

  /** Puts a shelf among those that were asked for, if there can be room for it. */
  private void place(CacheKey key, Shelf shelf) {
    if (shelf.weight() <= maxBytes) {
      shelves.put(key, shelf.with(offHeap::moved));
    } else {
      shelves.invalidate(key);
    }
  }

  /** Frees the memory of copies that are out of date anyway, where finding them is cheap. */
  private void giveBack(EntrySelector selector) {
    if (selector instanceof EntrySelector.All) {
      forgetAll();
    } else if (selector instanceof EntrySelector.ByDomain) {
      shelves.asMap().keySet().removeIf(selector::covers);
      newcomers.removeIf(selector::covers);
    }
  }
}
