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

/** The responses in {@code cache_entries} and {@code entry_chunks}, as seen through the overlay. */
final class SqliteResponseStore implements ResponseStore {
  private final Parts parts;
  private final Quota quota;
  private final Damage damage;
  private final EntryLookup lookup;
  private final EntryListing listing;
  private final EntryCounts counts;
  private final BodyOpener bodies;

  SqliteResponseStore(Parts parts, Quota quota) {
    this.parts = parts;
    this.quota = quota;
    this.damage = new Damage(parts);
    this.lookup = new EntryLookup(parts.overlay(), damage);
    this.listing = new EntryListing(parts.readers(), parts.overlay(), damage);
    this.counts = new EntryCounts(parts.readers(), parts.overlay());
    this.bodies = new BodyOpener(parts, lookup, damage);
  }

  @Override
  public List<StoredResponse> candidates(CacheKey key) {
    return lookup.candidates(key);
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
    return parts.writer().acceptsAtOnce(length);
  }

  @Override
  public Optional<Body> body(EntryId id, long offset) {
    return bodies.open(EntryNumbers.parse(id), offset);
  }

  @Override
  public EntryWriter begin(EntryDraft draft) {
    parts.writer().requireHealthy();
    StagedEntry staged = new StagedEntry(parts, draft, quota::stored);
    parts.keys().emptied().staged(draft.key());
    return staged;
  }

  @Override
  public boolean freshen(EntryId id, ResponseHead head, Freshness times) {
    Optional<EntryRow> known = lookup.byId(EntryNumbers.parse(id));
    if (known.isEmpty()) {
      return false;
    }
    EntryRow row = known.get();
    HeadUpdate update =
        new HeadUpdate(parts, row, new PendingChanges.Head(head, Millis.truncated(times)));
    parts.writer().reserve(update.bytes(), parts.writer().budget());
    parts.overlay().freshen(row, update.head(), () -> parts.writer().addReserved(update));
    return true;
  }

  @Override
  public void touch(Collection<Touch> uses) {
    if (!uses.isEmpty()) {
      parts.writer().submit(new LastUseUpdate(parts.notices(), List.copyOf(uses)));
    }
  }

  @Override
  public long remove(EntrySelector selector) {
    return remove(selector, false);
  }

  @Override
  public long removeDurably(EntrySelector selector) {
    return remove(selector, true);
  }

  private long remove(EntrySelector selector, boolean durably) {
    parts.writer().requireOpen();
    return parts.keys().emptied().during(selector, () -> removeNow(selector, durably));
  }

  private long removeNow(EntrySelector selector, boolean durably) {
    Overlay.StartedRemoval begun = parts.overlay().remove(selector);
    RemovalStep step = RemovalStep.first(parts, begun.removal(), durably);
    long removed;
    try {
      removed = counts.removed(begun);
    } finally {
      parts.writer().force(step);
    }
    if (durably) {
      step.await();
    }
    return removed;
  }

  @Override
  public void settle() {
    parts.writer().settle();
  }

  @Override
  public PruneResult prune(PruneLimits limits) {
    Pruning pruning = quota.pruning(limits);
    PruneResult nothing = new PruneResult(0, 0, false);
    try {
      return parts.writer().call(pruning, nothing, () -> parts.reclaim(pruning.removed()));
    } catch (StoreException e) {
      damage.requireDamage(e);
      quota.deleteBisecting(pruning);
      return nothing;
    }
  }

  @Override
  public EntryPage entries(EntryQuery query) {
    parts.writer().settle();
    return listing.page(query);
  }

  @Override
  public boolean holdsLessThan(StoreCapacity capacity) {
    if (!parts.overlay().removals().isEmpty()) {
      return ResponseStore.super.holdsLessThan(capacity); // the table still has removed rows
    }
    Totals totals = parts.writer().totals();
    return parts.writer().ask(statements -> totals.isBelow(statements, capacity), false);
  }

  @Override
  public Map<String, StoreStats> stats(Instant now) {
    parts.writer().settle();
    return counts.stats(now);
  }
}
