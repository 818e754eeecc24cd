package io.apibuddy.store.sqlite;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Responses in {@code cache_entries} and {@code entry_chunks}, seen through the overlay. */
final class SqliteResponseStore implements ResponseStore {
  private final Engine engine;
  private final Quota quota;
  private final Damage damage;
  private final EntryLookup lookup;
  private final EntryListing listing;
  private final EntryCounts counts;
  private final BodyOpener bodies;

  SqliteResponseStore(Engine engine, Quota quota) {
    this.engine = engine;
    this.quota = quota;
    this.damage = new Damage(engine);
    this.lookup = new EntryLookup(engine.overlay(), damage);
    this.listing = new EntryListing(engine.readers(), engine.overlay(), damage);
    this.counts = new EntryCounts(engine.readers(), engine.overlay());
    this.bodies = new BodyOpener(engine, lookup, damage);
  }

  @Override
  public List<StoredResponse> candidates(CacheKey key) {
    return lookup.candidates(key);
  }

  @Override
  public boolean lacks(CacheKey key) {
    return engine.keys().lacks(KeyDigest.of(key));
  }

  @Override
  public boolean lacks(EntrySelector.ByTarget target) {
    return engine.keys().emptied().contains(target);
  }

  @Override
  public boolean acceptsAtOnce(long length) {
    return engine.writer().acceptsAtOnce(length);
  }

  @Override
  public Optional<Body> body(EntryId id, long offset) {
    return bodies.open(EntryNumbers.parse(id), offset);
  }

  @Override
  public EntryWriter begin(EntryDraft draft) {
    engine.writer().requireHealthy();
    StagedEntry staged = new StagedEntry(engine, draft, quota::stored);
    engine.keys().emptied().staged(draft.key());
    return staged;
  }

  @Override
  public boolean freshen(EntryId id, ResponseHead head, Freshness times) {
    Optional<EntryRow> known = lookup.byId(EntryNumbers.parse(id));
    if (known.isEmpty()) {
      return false;
    }
    EntryRow row = known.get();
    HeadUpdate update = new HeadUpdate(engine, row, new PendingCell.Head(head, Millis.kept(times)));
    engine.writer().reserve(update.bytes());
    engine.overlay().freshen(row, update.head(), () -> engine.writer().addReserved(update));
    return true;
  }

  @Override
  public void touch(Collection<Touch> uses) {
    if (!uses.isEmpty()) {
      engine.writer().submit(new LastUse(engine.notices(), List.copyOf(uses)));
    }
  }

  @Override
  public long remove(EntrySelector selector) {
    engine.writer().requireOpen();
    return engine.keys().emptied().during(selector, () -> removeNow(selector));
  }

  private long removeNow(EntrySelector selector) {
    Overlay.Begun begun = engine.overlay().remove(selector);
    try {
      return counts.removed(begun);
    } finally {
      engine.writer().force(new RemovalStep(engine, begun.removal(), false));
    }
  }

  @Override
  public void settle() {
    engine.writer().settle();
  }

  @Override
  public PruneResult prune(PruneLimits limits) {
    Pruning pruning = quota.pruning(limits);
    PruneResult nothing = new PruneResult(0, 0, false);
    try {
      return engine.writer().call(pruning, nothing, () -> engine.reclaim(pruning.removed()));
    } catch (StoreException e) {
      damage.requireDamage(e);
      quota.salvage(pruning);
      return nothing;
    }
  }

  @Override
  public EntryPage entries(EntryQuery query) {
    engine.writer().settle();
    return listing.page(query);
  }

  @Override
  public boolean holdsLessThan(StoreCapacity capacity) {
    if (!engine.overlay().removals().isEmpty()) {
      return ResponseStore.super.holdsLessThan(capacity); // the table still has what they take
    }
    Totals totals = engine.writer().totals();
    return engine.writer().ask(statements -> totals.isBelow(statements, capacity), false);
  }

  @Override
  public Map<String, StoreStats> stats(Instant now) {
    engine.writer().settle();
    return counts.stats(now);
  }
}
