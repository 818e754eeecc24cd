package io.apibuddy.domain.memory;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.EntryCompletion;
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
import io.apibuddy.ports.store.StoreCapacity;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreStats;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.store.Touch;
import io.apibuddy.ports.store.local.EmptiedTargets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Keeps responses in memory. Reads take no lock; changes take one while the maps change. */
final class InMemoryResponseStore implements ResponseStore {
  private final InstantSource clock;
  private final Lifetime lifetime;
  private final EntryIndex index = new EntryIndex();
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<InMemoryEntryWriter> staged =
      Collections.newSetFromMap(new IdentityHashMap<>());
  private final EmptiedTargets emptied = new EmptiedTargets();
  private volatile StoreCapacity capacity;
  private long stagedBytes; // what the writers have reserved
  private long sequence;

  InMemoryResponseStore(StoreCapacity capacity, InstantSource clock, Lifetime lifetime) {
    this.capacity = capacity;
    this.clock = clock;
    this.lifetime = lifetime;
  }

  @Override
  public List<StoredResponse> candidates(CacheKey key) {
    return candidatesInMemory(key);
  }

  @Override
  public List<StoredResponse> candidatesInMemory(CacheKey key) {
    lifetime.requireOpen();
    return index.candidates(key);
  }

  @Override
  public boolean lacks(CacheKey key) {
    return lifetime.isOpen() && index.candidates(key).isEmpty();
  }

  @Override
  public boolean lacks(EntrySelector.ByTarget target) {
    return lifetime.isOpen() && emptied.contains(target);
  }

  @Override
  public boolean acceptsAtOnce(long length) {
    return lifetime.isOpen() && length <= capacity.maxBytes();
  }

  @Override
  public Optional<Body> body(EntryId id, long offset) {
    lifetime.requireOpen();
    HeldEntry entry = index.find(id);
    Body.Bytes content = entry == null ? null : entry.response().body();
    return content == null ? Optional.empty() : Optional.of(content.from(offset));
  }

  @Override
  public EntryWriter begin(EntryDraft draft) {
    InMemoryEntryWriter writer = new InMemoryEntryWriter(this, draft, capacity.maxBytes());
    lock.lock();
    try {
      lifetime.requireOpen();
      staged.add(writer);
    } finally {
      lock.unlock();
    }
    emptied.staged(draft.key());
    return writer;
  }

  /**
   * Reserves memory for content that is staged, and evicts entries for it. A recording that it will
   * replace does not count, although it stays until then.
   *
   * @param needed how many bytes the writer needs at least, with those that it has
   * @param wanted how many it would like to have
   * @return how many it has now
   * @throws StoreException if recordings and other staged content leave too little
   */
  int reserve(InMemoryEntryWriter writer, int needed, int wanted) {
    lock.lock();
    try {
      writer.requireOpen();
      long recorded = index.pinnedBytesBeside(writer.key(), writer.variant());
      long room = capacity.maxBytes() - recorded - stagedBytes + writer.reserved();
      if (needed > room) {
        throw new StoreException(
            StoreException.Kind.FULL,
            "recordings and what is being stored leave no room for more in memory"
                + " (half of the heap at most)");
      }
      stagedBytes -= writer.reserved();
      writer.reserved((int) Math.min(wanted, room));
      stagedBytes += writer.reserved();
      evict(capacity);
      return writer.reserved();
    } finally {
      lock.unlock();
    }
  }

  private void release(InMemoryEntryWriter writer) {
    stagedBytes -= writer.reserved();
    writer.reserved(0);
  }

  /** Makes a staged entry visible and returns it; null if it was removed before. */
  @Nullable StoredResponse commit(
      InMemoryEntryWriter writer,
      EntryDraft draft,
      Body.Bytes content,
      EntryCompletion completion) {
    lock.lock();
    try {
      lifetime.requireOpen();
      release(writer);
      if (!staged.remove(writer)) {
        return null;
      }
      sequence++;
      StoredResponse response =
          draft.stored(
              new EntryId(Long.toString(sequence)),
              draft.freshness(),
              content.length(),
              completion,
              content);
      HeldEntry entry = new HeldEntry(draft.key(), sequence, clock.instant(), response);
      if (!index.hasRoomFor(entry, capacity)) {
        throw new StoreException(
            StoreException.Kind.FULL,
            "recordings leave no room for another entry in memory (half of the heap at most)");
      }
      index.put(entry);
      evict(capacity);
      return response;
    } finally {
      lock.unlock();
    }
  }

  /** Forgets a writer that was closed. */
  void discard(InMemoryEntryWriter writer) {
    lock.lock();
    try {
      staged.remove(writer);
      release(writer);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean freshen(EntryId id, ResponseHead head, Freshness times) {
    lock.lock();
    try {
      lifetime.requireOpen();
      HeldEntry entry = index.find(id);
      if (entry != null) {
        index.change(entry, entry.with(entry.response().freshened(head, times)));
      }
      return entry != null;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void touch(Collection<Touch> uses) {
    lock.lock();
    try {
      lifetime.requireOpen();
      uses.stream()
          .sorted(Comparator.comparing(Touch::lastUsed))
          .forEach(
              use -> {
                HeldEntry entry = index.find(use.id());
                if (entry != null) {
                  index.markUsed(entry);
                }
              });
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long remove(EntrySelector selector) {
    return emptied.during(selector, () -> removeNow(selector));
  }

  private long removeNow(EntrySelector selector) {
    Predicate<HeldEntry> selected = EntryListing.selectedBy(selector);
    lock.lock();
    try {
      lifetime.requireOpen();
      staged.removeIf(writer -> selector.covers(writer.key()));
      return index.removeIf(selected);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public PruneResult prune(PruneLimits limits) {
    lock.lock();
    try {
      lifetime.requireOpen();
      return new PruneStep(index, limits).run();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public EntryPage entries(EntryQuery query) {
    return EntryListing.page(snapshot(), query);
  }

  @Override
  public boolean holdsLessThan(StoreCapacity bounds) {
    lock.lock();
    try {
      lifetime.requireOpen();
      return index.entries() < bounds.maxEntries() && index.bytes() < bounds.maxBytes();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Map<String, StoreStats> stats(Instant now) {
    return EntryListing.stats(snapshot(), now);
  }

  private List<HeldEntry> snapshot() {
    lock.lock();
    try {
      lifetime.requireOpen();
      return index.all();
    } finally {
      lock.unlock();
    }
  }

  /** Sets another capacity, and evicts what exceeds it. */
  void resize(StoreCapacity changed) {
    lock.lock();
    try {
      capacity = changed;
      evict(changed);
    } finally {
      lock.unlock();
    }
  }

  private void evict(StoreCapacity held) {
    HeldEntry next = index.leastRecent();
    while (next != null && !held.holds(index.entries(), index.bytes() + stagedBytes)) {
      index.remove(next);
      next = index.leastRecent();
    }
  }

  /** Releases all memory; to be called once the lifetime has ended. */
  void discardAll() {
    lock.lock();
    try {
      staged.clear();
      index.removeIf(entry -> true);
    } finally {
      lock.unlock();
    }
  }
}
