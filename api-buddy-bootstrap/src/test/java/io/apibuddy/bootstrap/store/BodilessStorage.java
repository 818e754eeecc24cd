package io.apibuddy.bootstrap.store;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.ConfigHistory;
import io.apibuddy.ports.store.EntryDraft;
import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.EntryPage;
import io.apibuddy.ports.store.EntryQuery;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.EntryWriter;
import io.apibuddy.ports.store.Freshness;
import io.apibuddy.ports.store.MetricsJournal;
import io.apibuddy.ports.store.PruneLimits;
import io.apibuddy.ports.store.PruneResult;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StoreStats;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.store.ThrottleLedger;
import io.apibuddy.ports.store.Touch;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Behaves like a storage on disk: has no body at hand, and lets a test act between the moment a
 * look-up has read and the moment it returns.
 */
final class BodilessStorage implements Storage, ResponseStore {
  final AtomicInteger lookups = new AtomicInteger();
  final AtomicInteger reads = new AtomicInteger();
  private final Storage storage;
  private volatile Runnable afterLookup = () -> {};

  BodilessStorage(Storage storage) {
    this.storage = storage;
  }

  /** Has {@code action} run once, when the next look-up has read. */
  void afterNextLookup(Runnable action) {
    afterLookup =
        () -> {
          afterLookup = () -> {};
          action.run();
        };
  }

  @Override
  public List<StoredResponse> candidates(CacheKey key) {
    lookups.incrementAndGet();
    List<StoredResponse> found =
        storage.responses().candidates(key).stream().map(e -> e.withBody(null)).toList();
    afterLookup.run();
    return found;
  }

  @Override
  public Optional<Body> body(EntryId id, long offset) {
    reads.incrementAndGet();
    return storage.responses().body(id, offset).map(b -> Body.Stream.of(b.stream(), b.length()));
  }

  @Override
  public EntryWriter begin(EntryDraft draft) {
    return storage.responses().begin(draft);
  }

  @Override
  public boolean freshen(EntryId id, ResponseHead head, Freshness times) {
    return storage.responses().freshen(id, head, times);
  }

  @Override
  public void touch(Collection<Touch> uses) {
    storage.responses().touch(uses);
  }

  @Override
  public long remove(EntrySelector selector) {
    return storage.responses().remove(selector);
  }

  @Override
  public PruneResult prune(PruneLimits limits) {
    return storage.responses().prune(limits);
  }

  @Override
  public EntryPage entries(EntryQuery query) {
    return storage.responses().entries(query);
  }

  @Override
  public Map<String, StoreStats> stats(Instant now) {
    return storage.responses().stats(now);
  }

  @Override
  public ResponseStore responses() {
    return this;
  }

  @Override
  public ThrottleLedger throttle() {
    return storage.throttle();
  }

  @Override
  public MetricsJournal metrics() {
    return storage.metrics();
  }

  @Override
  public ConfigHistory configHistory() {
    return storage.configHistory();
  }

  @Override
  public byte[] secret() {
    return storage.secret();
  }

  @Override
  public void reconfigure(Settings settings) {
    storage.reconfigure(settings);
  }

  @Override
  public void close() {
    storage.close();
  }
}
