package io.apibuddy.domain.memory;

import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.StoreCapacity;
import io.apibuddy.ports.store.StoredResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The entries by key, by identifier and, if they may be evicted, in the order of their last use.
 * Lookups by key or identifier need no lock. The caller holds the store's lock for changes, the
 * order and the totals.
 */
final class EntryIndex {
  private final Map<CacheKey, List<StoredResponse>> byKey = new ConcurrentHashMap<>();
  private final Map<EntryId, HeldEntry> byId = new ConcurrentHashMap<>();
  private final Map<EntryId, HeldEntry> leastRecentFirst = new LinkedHashMap<>(); // no recordings
  private long bytes;
  private long pinnedEntries;
  private long pinnedBytes;

  List<StoredResponse> candidates(CacheKey key) {
    return byKey.getOrDefault(key, List.of());
  }

  @Nullable HeldEntry find(EntryId id) {
    return byId.get(id);
  }

  List<HeldEntry> all() {
    return List.copyOf(byId.values());
  }

  /** Returns the entry to evict next, null if only recordings are left. */
  @Nullable HeldEntry leastRecent() {
    Iterator<HeldEntry> first = leastRecentFirst.values().iterator();
    return first.hasNext() ? first.next() : null;
  }

  /** Returns at most {@code limit} expired entries, the least recently used first. */
  List<HeldEntry> expired(Instant now, long limit) {
    return leastRecentFirst.values().stream()
        .filter(entry -> entry.expired(now))
        .limit(limit)
        .toList();
  }

  long entries() {
    return byId.size();
  }

  long bytes() {
    return bytes;
  }

  /** Returns the bytes of recordings, apart from one that such an entry replaces. */
  long pinnedBytesBeside(CacheKey key, String variant) {
    HeldEntry replaced = recording(key, variant);
    return replaced == null ? pinnedBytes : pinnedBytes - replaced.weight();
  }

  /** Returns whether the recordings, apart from one that the entry replaces, leave room for it. */
  boolean hasRoomFor(HeldEntry entry, StoreCapacity capacity) {
    HeldEntry replaced = recording(entry.key(), entry.response().variant());
    return replaced == null
        ? capacity.holds(pinnedEntries + 1, pinnedBytes + entry.weight())
        : capacity.holds(pinnedEntries, pinnedBytes - replaced.weight() + entry.weight());
  }

  private @Nullable HeldEntry recording(CacheKey key, String variant) {
    HeldEntry found = sameVariant(key, variant);
    return found == null || !found.response().pinned() ? null : found;
  }

  /** Adds an entry at the recent end, replacing the one with the same key and variant. */
  void put(HeldEntry entry) {
    HeldEntry replaced = sameVariant(entry.key(), entry.response().variant());
    byId.put(entry.response().id(), entry);
    List<StoredResponse> variants = new ArrayList<>();
    variants.add(entry.response());
    for (StoredResponse other : candidates(entry.key())) {
      if (!other.variant().equals(entry.response().variant())) {
        variants.add(other);
      }
    }
    byKey.put(entry.key(), List.copyOf(variants));
    order(entry);
    charge(entry, 1);
    if (replaced != null) {
      forget(replaced);
    }
  }

  /** Replaces an entry in its place in the order, or adds a new one at the recent end. */
  private void order(HeldEntry entry) {
    if (!entry.response().pinned()) {
      leastRecentFirst.put(entry.response().id(), entry);
    }
  }

  private @Nullable HeldEntry sameVariant(CacheKey key, String variant) {
    for (StoredResponse candidate : candidates(key)) {
      if (candidate.variant().equals(variant)) {
        return byId.get(candidate.id());
      }
    }
    return null;
  }

  /** Replaces an entry by its changed version, in its place. */
  void change(HeldEntry before, HeldEntry after) {
    EntryId id = before.response().id();
    byId.put(id, after);
    order(after);
    charge(before, -1);
    charge(after, 1);
    byKey.computeIfPresent(
        before.key(),
        (key, variants) ->
            variants.stream().map(v -> v.id().equals(id) ? after.response() : v).toList());
  }

  /** Moves an entry that was used to the recent end. */
  void markUsed(HeldEntry entry) {
    leastRecentFirst.remove(entry.response().id());
    order(entry);
  }

  void remove(HeldEntry entry) {
    EntryId id = entry.response().id();
    byKey.computeIfPresent(
        entry.key(),
        (key, variants) -> {
          List<StoredResponse> others = variants.stream().filter(v -> !v.id().equals(id)).toList();
          return others.isEmpty() ? null : others;
        });
    forget(entry);
  }

  /** Removes the entries that {@code unwanted} accepts and returns how many there were. */
  long removeIf(Predicate<HeldEntry> unwanted) {
    List<HeldEntry> removed = byId.values().stream().filter(unwanted).toList();
    removed.forEach(this::remove);
    return removed.size();
  }

  private void forget(HeldEntry entry) {
    byId.remove(entry.response().id());
    leastRecentFirst.remove(entry.response().id());
    charge(entry, -1);
  }

  private void charge(HeldEntry entry, int sign) {
    bytes += sign * entry.weight();
    if (entry.response().pinned()) {
      pinnedEntries += sign;
      pinnedBytes += sign * entry.weight();
    }
  }
}
