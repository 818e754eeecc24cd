package com.example.files;

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
import io.apibuddy.ports.store.StoreStats;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.store.Touch;
import io.apibuddy.ports.store.local.Millis;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** The responses: an index in memory that is read without a lock, and the files behind it. */
final class FilesResponseStore implements ResponseStore {
  private final Guard guard;
  private final EntryFiles files;
  private final InstantSource clock;
  private final Map<EntryId, Entry> byId = new ConcurrentHashMap<>();
  private final Map<CacheKey, List<Entry>> byKey = new ConcurrentHashMap<>();
  private final Set<StagedEntry> staged = ConcurrentHashMap.newKeySet();
  private final AtomicLong numbers;

  /**
   * Goes on from what the files hold.
   *
   * @param lastNumber the highest number that may have been given away before
   */
  FilesResponseStore(Guard guard, EntryFiles files, InstantSource clock, long lastNumber)
      throws IOException {
    this.guard = guard;
    this.files = files;
    this.clock = clock;
    this.numbers = new AtomicLong(lastNumber);
    for (Entry entry : files.load()) {
      show(entry);
      numbers.accumulateAndGet(Math.max(entry.number(), entry.used()), Math::max);
    }
  }

  long lastNumber() {
    return numbers.get();
  }

  @Override
  public List<StoredResponse> candidates(CacheKey key) {
    guard.requireOpen();
    return byKey.getOrDefault(key, List.of()).stream().map(Entry::response).toList();
  }

  @Override
  public Optional<Body> body(EntryId id, long offset) {
    guard.requireOpen();
    Entry entry = byId.get(id);
    try {
      return entry == null ? Optional.empty() : files.open(entry, offset);
    } catch (IOException e) {
      throw Guard.failure("cannot read " + id.value(), e);
    }
  }

  @Override
  public EntryWriter begin(EntryDraft draft) {
    return guard.locked(
        () -> {
          StagedEntry entry = new StagedEntry(this, draft, files.staged(numbers.incrementAndGet()));
          staged.add(entry);
          return entry;
        });
  }

  boolean commit(StagedEntry writer, EntryCompletion completion) {
    return guard.locked(
        () -> {
          if (!staged.remove(writer) || writer.isDoomed()) {
            return false;
          }
          // A new number, since entries are ordered by commit and not by begin.
          long number = numbers.incrementAndGet();
          Entry entry =
              new Entry(
                  number,
                  writer.draft.key(),
                  writer.response(number, completion),
                  writer.checksum(),
                  number,
                  clock.instant());
          files.add(writer.file, entry);
          show(entry);
          return true;
        });
  }

  void forget(StagedEntry writer) {
    staged.remove(writer);
  }

  /** Adds an entry and removes the one that it replaces. */
  private void show(Entry entry) {
    List<Entry> replaced =
        byKey.getOrDefault(entry.key(), List.of()).stream().filter(entry::isVariantOf).toList();
    byId.put(entry.response().id(), entry);
    byKey.merge(
        entry.key(),
        List.of(entry),
        (before, added) ->
            Stream.concat(added.stream(), before.stream().filter(e -> !entry.isVariantOf(e)))
                .toList());
    for (Entry old : replaced) {
      byId.remove(old.response().id());
      files.delete(old);
    }
  }

  /** Puts a changed entry in its own place. */
  private void change(Entry entry) throws IOException {
    files.change(entry);
    byId.put(entry.response().id(), entry);
    byKey.computeIfPresent(
        entry.key(),
        (key, all) -> all.stream().map(e -> e.number() == entry.number() ? entry : e).toList());
  }

  private void hide(Entry entry) {
    byKey.computeIfPresent(
        entry.key(),
        (key, all) -> {
          List<Entry> left = all.stream().filter(e -> e.number() != entry.number()).toList();
          return left.isEmpty() ? null : left;
        });
    byId.remove(entry.response().id());
    files.delete(entry);
  }

  @Override
  public boolean freshen(EntryId id, ResponseHead head, Freshness times) {
    return guard.locked(
        () -> {
          Entry entry = byId.get(id);
          if (entry != null) {
            change(entry.with(entry.response().freshened(head, Millis.truncated(times))));
          }
          return entry != null;
        });
  }

  @Override
  public void touch(Collection<Touch> uses) {
    guard.locked(
        () -> {
          for (Touch use : earliestFirst(uses)) {
            Entry entry = byId.get(use.id());
            if (entry != null) {
              change(entry.used(numbers.incrementAndGet()));
            }
          }
          return null;
        });
  }

  private static List<Touch> earliestFirst(Collection<Touch> uses) {
    return uses.stream().sorted(Comparator.comparing(Touch::lastUsed)).toList();
  }

  @Override
  public long remove(EntrySelector selector) {
    return guard.locked(
        () -> {
          staged.stream()
              .filter(entry -> selector.covers(entry.draft.key()))
              .forEach(StagedEntry::doom);
          List<Entry> selected = Listing.selected(byId.values(), selector).toList();
          selected.forEach(this::hide);
          return (long) selected.size();
        });
  }

  @Override
  public PruneResult prune(PruneLimits limits) {
    return guard.locked(
        () -> {
          List<Entry> expired =
              byId.values().stream().filter(entry -> entry.isExpired(limits.now())).toList();
          int gone = Math.min(expired.size(), limits.maxRemovals());
          expired.subList(0, gone).forEach(this::hide);
          int evicted = 0;
          for (Entry entry : evictable()) {
            if (holds(limits) || gone + evicted == limits.maxRemovals()) {
              break;
            }
            hide(entry);
            evicted++;
          }
          boolean more = expired.size() > gone || (!holds(limits) && !evictable().isEmpty());
          return new PruneResult(gone, evicted, more);
        });
  }

  private List<Entry> evictable() {
    return byId.values().stream()
        .filter(entry -> !entry.response().pinned())
        .sorted(Comparator.comparingLong(Entry::used))
        .toList();
  }

  private boolean holds(PruneLimits limits) {
    long bytes = byId.values().stream().mapToLong(entry -> entry.response().size()).sum();
    return byId.size() <= limits.maxEntries() && bytes <= limits.maxBytes();
  }

  @Override
  public EntryPage entries(EntryQuery query) {
    guard.requireOpen();
    return Listing.page(byId.values(), query);
  }

  @Override
  public Map<String, StoreStats> stats(Instant now) {
    guard.requireOpen();
    return Listing.stats(byId.values(), now);
  }
}
