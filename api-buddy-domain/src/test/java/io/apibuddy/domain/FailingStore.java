package io.apibuddy.domain;

import io.apibuddy.domain.memory.InMemoryStorage;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.ConfigHistory;
import io.apibuddy.ports.store.EntryCompletion;
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
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreStats;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.store.ThrottleLedger;
import io.apibuddy.ports.store.Touch;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Storage in memory of which single operations fail; the operations are set before its use. */
public final class FailingStore implements Storage, ResponseStore {

  /** What can fail. */
  public enum Operation {
    CANDIDATES,
    IN_MEMORY,
    BODY,
    BEGIN,
    WRITE,
    COMMIT,
    REMOVE,
    TOUCH,
    PRUNE
  }

  private final Storage storage = new InMemoryStorage(AdapterContext.of(Settings.NONE));
  private final Set<Operation> failing = EnumSet.noneOf(Operation.class);
  private volatile StoreException.Kind kind = StoreException.Kind.IO;

  /** Lets operations fail from now on, and no others. */
  public FailingStore fail(StoreException.Kind failure, Operation... operations) {
    kind = failure;
    failing.clear();
    failing.addAll(List.of(operations));
    return this;
  }

  private ResponseStore unless(Operation operation) {
    if (failing.contains(operation)) {
      throw new StoreException(kind, "scripted failure");
    }
    return storage.responses();
  }

  @Override
  public List<StoredResponse> candidates(CacheKey key) {
    return unless(Operation.CANDIDATES).candidates(key).stream()
        .map(stored -> failing.contains(Operation.BODY) ? bodiless(stored) : stored)
        .toList();
  }

  @Override
  public List<StoredResponse> candidatesInMemory(CacheKey key) {
    return unless(Operation.IN_MEMORY).candidatesInMemory(key);
  }

  private static StoredResponse bodiless(StoredResponse stored) {
    return stored.withBody(null);
  }

  @Override
  public Optional<Body> body(EntryId id, long offset) {
    return unless(Operation.BODY).body(id, offset);
  }

  @Override
  public EntryWriter begin(EntryDraft draft) {
    EntryWriter writer = unless(Operation.BEGIN).begin(draft);
    return new EntryWriter() {
      @Override
      public void write(ByteBuffer chunk) {
        unless(Operation.WRITE);
        writer.write(chunk);
      }

      @Override
      public boolean commit(EntryCompletion completion) {
        unless(Operation.COMMIT);
        return writer.commit(completion);
      }

      @Override
      public void close() {
        writer.close();
      }
    };
  }

  @Override
  public boolean freshen(EntryId id, ResponseHead head, Freshness times) {
    return storage.responses().freshen(id, head, times);
  }

  @Override
  public void touch(Collection<Touch> uses) {
    unless(Operation.TOUCH).touch(uses);
  }

  @Override
  public long remove(EntrySelector selector) {
    return unless(Operation.REMOVE).remove(selector);
  }

  @Override
  public PruneResult prune(PruneLimits limits) {
    return unless(Operation.PRUNE).prune(limits);
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
