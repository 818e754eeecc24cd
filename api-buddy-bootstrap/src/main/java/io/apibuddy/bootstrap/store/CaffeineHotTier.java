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
  /** What part of the memory is for what was not asked for yet, as its reciprocal. */
  private static final int NEW = 64;

  private final ResponseStore store;
  private final Cache<CacheKey, Shelf> shelves;
  private final Newcomers newcomers;
  private final OffHeap offHeap = new OffHeap();
  private final Epochs epochs = new Epochs();
  private final ShelfLoader loader;
  private final StagingBudget staging;

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
    this.newcomers = new Newcomers(maxBytes / NEW);
    this.loader = new ShelfLoader(store, maxBytes);
    this.staging = new StagingBudget(maxBytes);
  }

  /** Takes more or less memory from now on; what is too much goes at once. */
  void resize(long maxBytes) {
    loader.resize(maxBytes);
    staging.resize(maxBytes);
    newcomers.resize(maxBytes / NEW);
    shelves.policy().eviction().orElseThrow().setMaximum(maxBytes);
  }

  @Override
  public List<StoredResponse> candidatesInMemory(CacheKey key) {
    Shelf shelf = find(key);
    if (shelf != null && epochs.isCurrent(key, shelf.stamp())) {
      return shelf.variants();
    }
    return store.candidatesInMemory(key);
  }

  @Override
  public List<StoredResponse> candidates(CacheKey key) {
    Shelf shelf = find(key);
    if (shelf != null && epochs.isCurrent(key, shelf.stamp())) {
      return shelf.variants();
    }
    Epochs.Before before = epochs.before(key);
    return keep(key, before, loader.load(store.candidates(key), id -> bodyOn(shelf, id)));
  }

  /** Returns what is in memory under a key that is asked for: if it was new, it stays now. */
  private @Nullable Shelf find(CacheKey key) {
    Shelf shelf = shelves.getIfPresent(key);
    if (shelf == null) {
      shelf = newcomers.get(key);
      if (shelf != null) {
        shelves.put(key, shelf.with(offHeap::moved));
        newcomers.remove(key, shelf);
      }
    }
    return shelf;
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
    try {
      return store.remove(selector);
    } finally {
      epochs.changed(selector);
      giveBack(selector);
    }
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
    Shelf shelf = find(draft.key());
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
      if (epochs.noEntryChangedSince(sole) && shelves.asMap().replace(key, shelf) == null) {
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
        shelves.put(key, shelf.with(offHeap::moved));
      }
    }
    return loaded;
  }

  /** Frees the memory of copies that are out of date anyway, where finding them is cheap. */
  private void giveBack(EntrySelector selector) {
    if (selector instanceof EntrySelector.All) {
      forgetAll();
    } else if (selector instanceof EntrySelector.ByKey byKey) {
      shelves.invalidate(byKey.key());
    } else if (selector instanceof EntrySelector.ByDomain) {
      shelves.asMap().keySet().removeIf(selector::covers);
    }
  }
}
