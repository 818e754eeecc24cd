package io.apibuddy.bootstrap.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.memory.ByteBudget;
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
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An in-memory cache in front of a response store, which remains the source of truth. It holds new
 * entries and those that were asked for again, within a bound in bytes. Safe for concurrent use.
 *
 * <p>A copy is used only while {@link Epochs} says that the store has not changed since. Every
 * change goes to the store first and is counted afterwards, so a read that began before a change
 * cannot bring back an entry that the change removed. An entry that is committed as the only one of
 * its key is cached without such a read. It is stamped with the counters read before its commit
 * plus one for the commit, and only if nothing else under the key was counted meanwhile: any other
 * change is counted later and so invalidates the copy.
 */
public final class CaffeineHotTier extends ForwardingResponseStore {
  /** The queue of new entries may take another 64th of the memory. */
  private static final int PROBATION_DIVISOR = 64;

  /** Copies of what is being written may take another eighth. Most of them are soon dropped. */
  private static final int STAGING_DIVISOR = 8;

  private final ResponseStore store;
  private final Cache<CacheKey, CachedVariants> main;
  private final ProbationQueue probation;
  private final OffHeap offHeap = new OffHeap();
  private final Epochs epochs = new Epochs();
  private final BodyLoader loader;
  private final ByteBudget staging;
  private final AtomicInteger removalsInProgress = new AtomicInteger();
  private volatile long maxBytes;

  /**
   * Puts a hot tier in front of a store.
   *
   * @param maxBytes how much memory the tier may take, in bytes; with 0 it holds nothing
   */
  public CaffeineHotTier(ResponseStore store, long maxBytes) {
    super(store);
    this.store = store;
    this.main =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .weigher((CacheKey key, CachedVariants cached) -> cached.weight())
            .executor(Runnable::run) // waking a thread costs more than the work itself
            .build();
    this.probation = new ProbationQueue(maxBytes / PROBATION_DIVISOR);
    this.loader = new BodyLoader(store);
    this.staging = new ByteBudget(maxBytes / STAGING_DIVISOR);
    this.maxBytes = maxBytes;
  }

  /** Changes the bound in bytes and evicts at once what exceeds it. */
  void resize(long bytes) {
    maxBytes = bytes;
    staging.resize(bytes / STAGING_DIVISOR);
    probation.resize(bytes / PROBATION_DIVISOR);
    main.policy().eviction().orElseThrow().setMaximum(bytes);
  }

  @Override
  public List<StoredResponse> candidatesInMemory(CacheKey key) {
    CachedVariants cached = current(key);
    return cached == null ? store.candidatesInMemory(key) : cached.variants();
  }

  @Override
  public List<StoredResponse> candidates(CacheKey key) {
    CachedVariants cached = current(key);
    if (cached != null) {
      return cached.variants();
    }
    CachedVariants outdated = peek(key);
    Epochs.Before before = epochs.before(key);
    List<StoredResponse> stored = store.candidates(key);
    return cacheLoaded(key, before, loader.load(stored, id -> bodyIn(outdated, id), maxBytes));
  }

  /**
   * Returns the current variants of a key that is asked for, null if the store has to be read. New
   * variants move from the queue to the main cache.
   */
  private @Nullable CachedVariants current(CacheKey key) {
    CachedVariants asked = main.getIfPresent(key);
    CachedVariants cached = asked == null ? probation.get(key) : asked;
    if (cached == null || !epochs.isCurrent(key, cached.stamp())) {
      return null;
    }
    return asked == null ? promote(key, cached) : cached;
  }

  /** Moves variants from the queue of new entries to the main cache. */
  private CachedVariants promote(CacheKey key, CachedVariants cached) {
    if (!probation.remove(key, cached)) {
      return cached; // another thread moves them
    }
    CachedVariants direct = cached.withBodies(offHeap::toDirect);
    main.asMap().putIfAbsent(key, direct);
    return direct;
  }

  /** Returns the cached variants of a key, current or not, without moving them. */
  private @Nullable CachedVariants peek(CacheKey key) {
    CachedVariants cached = main.getIfPresent(key);
    return cached == null ? probation.get(key) : cached;
  }

  @Override
  public EntryWriter begin(EntryDraft draft) {
    return new TieredWriter(
        this, draft, store.begin(draft), new StagedCopy(staging, draft.expectedLength()));
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
    return removing(selector, () -> store.remove(selector));
  }

  @Override
  public long removeDurably(EntrySelector selector) {
    epochs.changed(selector); // the store hides the entries at once, but may write for seconds
    return removing(selector, () -> store.removeDurably(selector));
  }

  private long removing(EntrySelector selector, LongSupplier removal) {
    removalsInProgress.incrementAndGet();
    try {
      return removal.getAsLong();
    } finally {
      epochs.changed(selector);
      removalsInProgress.decrementAndGet();
      evictRemoved(selector);
    }
  }

  /**
   * Returns false while a removal is in progress: until it ends, entries that the store lacks may
   * be in memory.
   */
  @Override
  public boolean lacks(EntrySelector.ByTarget target) {
    return store.lacks(target) && removalsInProgress.get() == 0;
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
      cacheCommitted(key, copy, sole ? counted : null, writer.committed().orElse(null));
    }
    return visible;
  }

  /** Returns whether an entry will be the only one of its key once it is committed. */
  private boolean isSole(EntryDraft draft) {
    if (store.lacks(draft.key())) {
      return true;
    }
    CachedVariants cached = peek(draft.key());
    return cached != null
        && epochs.isCurrent(draft.key(), cached.stamp())
        && cached.variants().stream().allMatch(e -> e.variant().equals(draft.variant()));
  }

  /** Invalidates and removes all copies. */
  void clear() {
    epochs.changedEverywhere();
    discardAll();
  }

  private void discardAll() {
    main.invalidateAll();
    probation.clear();
  }

  /**
   * Caches an entry that was committed.
   *
   * @param sole the counters with the entry's own commit, if the entry is the only one of its key
   *     and nothing else under the key has changed; null if that is not known: the entries of the
   *     key are then loaded when they are asked for, by a thread that may wait for the store
   * @param committed the entry as the store returns it; null if the store does not return it
   */
  private void cacheCommitted(
      CacheKey key,
      Body.Bytes copy,
      Epochs.@Nullable Before sole,
      @Nullable StoredResponse committed) {
    if (sole != null && committed != null && committed.length() == copy.length()) {
      StoredResponse whole = committed.body() == null ? committed.withBody(copy) : committed;
      List<StoredResponse> alone = List.of(whole);
      CachedVariants cached = new CachedVariants(key, alone, epochs.stamp(sole, alone));
      if (!epochs.noEntryChangedSince(sole)) {
        return;
      }
      if (main.asMap().containsKey(key)) {
        putInMain(key, cached);
      } else {
        probation.add(key, cached);
      }
    }
  }

  private static Body.@Nullable Bytes bodyIn(@Nullable CachedVariants cached, EntryId id) {
    return cached == null ? null : cached.body(id);
  }

  private List<StoredResponse> cacheLoaded(
      CacheKey key, Epochs.Before before, List<StoredResponse> loaded) {
    if (!loaded.isEmpty() && loaded.stream().allMatch(entry -> entry.body() != null)) {
      CachedVariants cached = new CachedVariants(key, loaded, epochs.stamp(before, loaded));
      if (epochs.noEntryChangedSince(before)) {
        putInMain(key, cached);
      }
    }
    return loaded;
  }

  /** Puts variants into the main cache, unless they are larger than the bound. */
  private void putInMain(CacheKey key, CachedVariants cached) {
    if (cached.weight() <= maxBytes) {
      main.put(key, cached.withBodies(offHeap::toDirect));
    } else {
      main.invalidate(key);
    }
  }

  /** Frees the memory of copies that were invalidated, where they are easy to find. */
  private void evictRemoved(EntrySelector selector) {
    if (selector instanceof EntrySelector.All) {
      discardAll();
    } else if (selector instanceof EntrySelector.ByDomain) {
      main.asMap().keySet().removeIf(selector::covers);
      probation.removeIf(selector::covers);
    }
  }
}
