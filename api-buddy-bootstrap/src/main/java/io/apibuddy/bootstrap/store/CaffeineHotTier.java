package io.apibuddy.bootstrap.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.EntryDraft;
import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.EntryPage;
import io.apibuddy.ports.store.EntryQuery;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.EntryWriter;
import io.apibuddy.ports.store.Freshness;
import io.apibuddy.ports.store.PruneLimits;
import io.apibuddy.ports.store.PruneResult;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreStats;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.store.Touch;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Holds what is asked for often in memory, in front of a store that stays the truth. Bounded in
 * bytes.
 *
 * <p>A copy is used only while {@link Epochs} says that the store was not changed since: every
 * change goes to the store first and is counted afterwards, so that a read that began before it
 * cannot bring back what it removed.
 */
public final class CaffeineHotTier implements ResponseStore {
  private final ResponseStore store;
  private final Cache<CacheKey, Shelf> shelves;
  private final Epochs epochs = new Epochs();
  private final ShelfLoader loader;
  private final CommitOrder commits = new CommitOrder();
  private final StagingBudget staging;

  /**
   * Puts a tier in front of a store.
   *
   * @param maxBytes how much memory it may take; with 0 it holds nothing
   */
  public CaffeineHotTier(ResponseStore store, long maxBytes) {
    this.store = store;
    this.shelves =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .weigher((CacheKey key, Shelf shelf) -> shelf.weight(key))
            .build();
    this.loader = new ShelfLoader(store, maxBytes);
    this.staging = new StagingBudget(maxBytes);
  }

  /** Takes more or less memory from now on; what is too much goes at once. */
  void resize(long maxBytes) {
    loader.resize(maxBytes);
    staging.resize(maxBytes);
    shelves.policy().eviction().orElseThrow().setMaximum(maxBytes);
  }

  @Override
  public List<StoredResponse> candidatesInMemory(CacheKey key) {
    Shelf shelf = shelves.getIfPresent(key);
    if (shelf != null && epochs.isCurrent(key, shelf.stamp(), shelf.variants())) {
      return shelf.variants();
    }
    return store.candidatesInMemory(key);
  }

  @Override
  public boolean lacks(CacheKey key) {
    return store.lacks(key);
  }

  @Override
  public boolean acceptsAtOnce(long length) {
    return store.acceptsAtOnce(length);
  }

  @Override
  public List<StoredResponse> candidates(CacheKey key) {
    Shelf shelf = shelves.getIfPresent(key);
    if (shelf != null && epochs.isCurrent(key, shelf.stamp(), shelf.variants())) {
      return shelf.variants();
    }
    Epochs.Before before = epochs.before(key);
    return keep(key, before, loader.load(store.candidates(key), id -> bodyOn(shelf, id)));
  }

  @Override
  public Optional<Body> body(EntryId id, long offset) {
    return store.body(id, offset);
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
  public void touch(Collection<Touch> uses) {
    store.touch(uses);
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

  @Override
  public EntryPage entries(EntryQuery query) {
    return store.entries(query);
  }

  @Override
  public Map<String, StoreStats> stats(Instant now) {
    return store.stats(now);
  }

  /**
   * Commits an entry and puts it on its shelf at once, if its bytes are at hand. Commits of one key
   * take turns, so that the entry found afterwards is the one that those bytes belong to.
   */
  boolean commit(EntryDraft draft, BooleanSupplier commit, Body.@Nullable Bytes copy) {
    return commits.inTurn(
        draft.key(),
        () -> {
          boolean visible;
          try {
            visible = commit.getAsBoolean();
          } finally {
            epochs.changed(draft.key());
          }
          if (visible && copy != null) {
            shelve(draft, copy);
          }
          return visible;
        });
  }

  /** Forgets every copy, for good if the store is closed. */
  void clear() {
    epochs.changedEverywhere();
    shelves.invalidateAll();
  }

  private void shelve(EntryDraft draft, Body.Bytes copy) {
    CacheKey key = draft.key();
    Shelf shelf = shelves.getIfPresent(key);
    try {
      Epochs.Before before = epochs.before(key);
      List<StoredResponse> stored = store.candidates(key);
      EntryId committed = committed(stored, draft, copy.length());
      keep(key, before, loader.load(stored, id -> id.equals(committed) ? copy : bodyOn(shelf, id)));
    } catch (StoreException e) {
      // The entry is committed; the next reader will see for himself.
      shelves.invalidate(key);
    }
  }

  private static @Nullable EntryId committed(
      List<StoredResponse> stored, EntryDraft draft, long length) {
    for (StoredResponse entry : stored) {
      if (entry.variant().equals(draft.variant())
          && entry.length() == length
          && entry.response().equals(draft.response())) {
        return entry.id();
      }
    }
    return null;
  }

  private static Body.@Nullable Bytes bodyOn(@Nullable Shelf shelf, EntryId id) {
    return shelf == null ? null : shelf.body(id);
  }

  private List<StoredResponse> keep(
      CacheKey key, Epochs.Before before, List<StoredResponse> loaded) {
    if (!loaded.isEmpty() && loaded.stream().allMatch(entry -> entry.body() != null)) {
      Shelf shelf = new Shelf(loaded, epochs.stamp(before, loaded));
      if (epochs.noEntryChangedSince(before)) {
        shelves.put(key, shelf);
      }
    }
    return loaded;
  }

  /** Frees the memory of copies that are out of date anyway, where finding them is cheap. */
  private void giveBack(EntrySelector selector) {
    if (selector instanceof EntrySelector.All) {
      shelves.invalidateAll();
    } else if (selector instanceof EntrySelector.ByKey byKey) {
      shelves.invalidate(byKey.key());
    } else if (selector instanceof EntrySelector.ByDomain) {
      shelves.asMap().keySet().removeIf(selector::covers);
    }
  }
}
