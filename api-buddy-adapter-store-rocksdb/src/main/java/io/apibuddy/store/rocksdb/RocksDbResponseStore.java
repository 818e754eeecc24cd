package io.apibuddy.store.rocksdb;

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
import io.apibuddy.ports.store.StoreCapacity;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreStats;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.store.Touch;
import io.apibuddy.ports.store.local.KeyDigest;
import io.apibuddy.ports.store.local.Millis;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The response store, in column families whose keys begin with the domain. */
final class RocksDbResponseStore implements ResponseStore {
  private final Parts parts;
  private final CandidateLookup candidates;
  private final Bodies bodies;
  private final EntryListing listing;

  RocksDbResponseStore(Parts parts) {
    this.parts = parts;
    this.candidates = new CandidateLookup(parts);
    this.bodies = new Bodies(parts);
    this.listing = new EntryListing(parts);
  }

  @Override
  public List<StoredResponse> candidates(CacheKey key) {
    return candidates.of(key);
  }

  @Override
  public boolean lacks(CacheKey key) {
    return parts.keys().lacks(KeyDigest.of(key));
  }

  @Override
  public boolean lacks(EntrySelector.ByTarget target) {
    return parts.keys().emptied().contains(target);
  }

  @Override
  public boolean acceptsAtOnce(long length) {
    return parts.buffer().acceptsAtOnce(length);
  }

  @Override
  public Optional<Body> body(EntryId id, long offset) {
    parts.engine().requireOpen();
    return Place.of(id)
        .flatMap(
            place -> parts.damage().orMissing(() -> bodies.open(place, offset), Optional.empty()));
  }

  @Override
  public EntryWriter begin(EntryDraft draft) {
    parts.engine().requireOpen();
    StagedEntry staged = new StagedEntry(parts, draft);
    parts.keys().emptied().staged(draft.key());
    return staged;
  }

  @Override
  public boolean freshen(EntryId id, ResponseHead head, Freshness times) {
    parts.engine().requireOpen();
    Optional<Place> place = Place.of(id);
    return place.isPresent()
        && parts
            .mutations()
            .run(
                changes -> {
                  Optional<EntryRecord> former = changes.find(place.get());
                  if (former.isPresent()) {
                    changes.replace(former.get(), former.get().freshened(head, times));
                  }
                  return former.isPresent();
                });
  }

  @Override
  public void touch(Collection<Touch> uses) {
    parts.engine().requireOpen();
    Map<Place, Long> byPlace = new HashMap<>();
    for (Touch use : uses) {
      long millis = Millis.of(use.lastUsed());
      Place.of(use.id()).ifPresent(at -> byPlace.merge(at, millis, Math::max));
    }
    if (!byPlace.isEmpty()) {
      parts
          .mutations()
          .run(
              changes -> {
                for (Map.Entry<Place, Long> use : byPlace.entrySet()) {
                  changes.use(use.getKey(), use.getValue());
                }
                return true;
              });
    }
  }

  @Override
  public long remove(EntrySelector selector) {
    try {
      return removeNow(selector);
    } catch (StoreException e) {
      parts.engine().requireOpen();
      long shown = listing.count(selector);
      hide(selector, e);
      return shown;
    }
  }

  @Override
  public long removeDurably(EntrySelector selector) {
    try {
      return removeNow(selector);
    } catch (StoreException e) {
      parts.engine().requireOpen();
      hide(selector, e);
      throw StoreException.removalPending(e);
    }
  }

  private long removeNow(EntrySelector selector) {
    return parts
        .keys()
        .emptied()
        .during(
            selector,
            () -> parts.mutations().run(new RemovalStep(selector, parts), Engine.TIMEOUT));
  }

  private void hide(EntrySelector selector, StoreException failure) {
    parts.pendingRemovals().hide(selector, failure);
    parts.buffer().dropRevoked();
  }

  @Override
  public void settle() {
    parts.buffer().settle();
  }

  @Override
  public PruneResult prune(PruneLimits limits) {
    return new Pruning(parts.mutations(), limits, Engine.TIMEOUT).run();
  }

  @Override
  public EntryPage entries(EntryQuery query) {
    parts.buffer().settle();
    return listing.page(query);
  }

  @Override
  public boolean holdsLessThan(StoreCapacity capacity) {
    parts.buffer().settle();
    DomainTotals all = parts.engine().read(database -> parts.totals().together());
    return all.entries() < capacity.maxEntries() && all.size() < capacity.maxBytes();
  }

  @Override
  public Map<String, StoreStats> stats(Instant now) {
    parts.buffer().settle();
    return listing.stats(now);
  }
}
