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
 * An in-memory cache in front of a response store, which remains the source of truth. It holds new
 * entries and those that were asked for again, within a bound in bytes. Safe for concurrent use.
 *
 * <p>A copy is used only while {@link Epochs} says that the store has not changed since. Every
 * change goes to the store first and is counted afterwards, so a read that began before a change
 * cannot bring back an entry that the change removed. An entry that is committed as the only one of
 * its key is cached without such a read, stamped with the counters from before its commit. This is
 * safe if its own commit is the only change counted since, because any other change is counted
 * later.
 */
public final class CaffeineHotTier extends ForwardingResponseStore {
  /** The queue of new entries may take another 64th of the memory. */
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
   * Puts a hot tier in front of a store.
   *
   * @param maxBytes how much memory the tier may take, in bytes; with 0 it holds nothing
   */
  public CaffeineHotTier(ResponseStore store, long maxBytes) {
    super(store);
    this.store = store;
    this.shelves =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .weigher((CacheKey key, Shelf shelf) -> shelf.weight())
            .executor(Runnable::run) // waking a thread costs more than the work itself
            .build();
    this.newcomers = new Newcomers(maxBytes / NEWCOMERS_PART);
    this.loader = new ShelfLoader(store);
    this.staging = new MemoryBudget(maxBytes);
    this.maxBytes = maxBytes;
  }

  /** Changes the bound in bytes and evicts at once what exceeds it. */
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

  /**
   * Returns the current shelf of a key that is asked for, null if the store has to be read. A new
   * entry moves from the queue to the main cache.
   */
  private @Nullable Shelf current(CacheKey key) {
    Shelf asked = shelves.getIfPresent(key);
    Shelf shelf = asked == null ? newcomers.get(key) : asked;
    if (shelf == null || !epochs.isCurrent(key, shelf.stamp())) {
      return null;
    }
    return asked == null ? promoted(key, shelf) : shelf;
  }

  /** Moves a shelf from the queue of new entries to the main cache. */
  private Shelf promoted(CacheKey key, Shelf shelf) {
    if (!newcomers.remove(key, shelf)) {
      return shelf; // another thread moves it
    }
    Shelf placed = shelf.with(offHeap::moved);
    shelves.asMap().putIfAbsent(key, placed);
    return placed;
  }

  /** Returns the shelf of a key, current or not, without moving it. */
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

  /**
   * Returns false while a removal is in progress: until it ends, entries that the store lacks may
   * be in memory.
   */
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

  /**
   * Commits an entry and caches it at once if a copy of its content is available.
   *
   * @param copy the content, null if it was not kept
   * @return whether the entry is visible
   */
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

  /** Returns whether an entry will be the only one of its key once it is committed. */
  private boolean isSole(EntryDraft draft) {
    if (store.lacks(draft.key())) {
      return true;
    }
    Shelf shelf = known(draft.key());
    return shelf != null
        && epochs.isCurrent(draft.key(), shelf.stamp())
        && shelf.variants().stream().allMatch(e -> e.variant().equals(draft.variant()));
  }

  /** Invalidates and removes all copies. */
  void clear() {
    epochs.changedEverywhere();
    forgetAll();
  }

  private void forgetAll() {
    shelves.invalidateAll();
    newcomers.clear();
  }

  /**
   * Caches an entry that was committed.
   *
   * @param sole the counters with the entry's own commit, if the entry is the only one of its key
   *     and nothing else under the key has changed; null if that is not known: a later reader then
   *     loads the entries of the key
   * @param committed the entry as the store returns it; null if the store does not return it
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

  /** Puts a shelf into the main cache, unless it is larger than the bound. */
  private void place(CacheKey key, Shelf shelf) {
    if (shelf.weight() <= maxBytes) {
      shelves.put(key, shelf.with(offHeap::moved));
    } else {
      shelves.invalidate(key);
    }
  }

  /** Frees the memory of copies that were invalidated, where they are easy to find. */
  private void giveBack(EntrySelector selector) {
    if (selector instanceof EntrySelector.All) {
      forgetAll();
    } else if (selector instanceof EntrySelector.ByDomain) {
      shelves.asMap().keySet().removeIf(selector::covers);
      newcomers.removeIf(selector::covers);
    }
  }
}
