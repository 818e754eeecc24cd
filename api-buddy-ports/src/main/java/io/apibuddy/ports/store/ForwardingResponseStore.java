package io.apibuddy.ports.store;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ResponseHead;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A response store that forwards every call to another one. Subclasses override the calls whose
 * behaviour they change, {@code remove} along with {@code removeDurably}. A subclass that holds
 * copies of entries must not let the store claim that it {@linkplain ResponseStore#lacks lacks}
 * them.
 */
public abstract class ForwardingResponseStore implements ResponseStore {
  private final ResponseStore store;

  /** Creates a store that forwards to {@code store}. */
  protected ForwardingResponseStore(ResponseStore store) {
    this.store = Objects.requireNonNull(store, "store");
  }

  @Override
  public List<StoredResponse> candidates(CacheKey key) {
    return store.candidates(key);
  }

  @Override
  public List<StoredResponse> candidatesInMemory(CacheKey key) {
    return store.candidatesInMemory(key);
  }

  @Override
  public boolean lacks(CacheKey key) {
    return store.lacks(key);
  }

  @Override
  public boolean lacks(EntrySelector.ByTarget target) {
    return store.lacks(target);
  }

  @Override
  public boolean acceptsAtOnce(long length) {
    return store.acceptsAtOnce(length);
  }

  @Override
  public Optional<Body> body(EntryId id, long offset) {
    return store.body(id, offset);
  }

  @Override
  public EntryWriter begin(EntryDraft draft) {
    return store.begin(draft);
  }

  @Override
  public boolean freshen(EntryId id, ResponseHead head, Freshness times) {
    return store.freshen(id, head, times);
  }

  @Override
  public void touch(Collection<Touch> uses) {
    store.touch(uses);
  }

  @Override
  public long remove(EntrySelector selector) {
    return store.remove(selector);
  }

  @Override
  public long removeDurably(EntrySelector selector) {
    return store.removeDurably(selector);
  }

  @Override
  public void settle() {
    store.settle();
  }

  @Override
  public PruneResult prune(PruneLimits limits) {
    return store.prune(limits);
  }

  @Override
  public EntryPage entries(EntryQuery query) {
    return store.entries(query);
  }

  @Override
  public boolean holdsLessThan(StoreCapacity capacity) {
    return store.holdsLessThan(capacity);
  }

  @Override
  public Map<String, StoreStats> stats(Instant now) {
    return store.stats(now);
  }
}
