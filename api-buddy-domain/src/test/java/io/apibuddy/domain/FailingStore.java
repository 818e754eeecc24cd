package io.apibuddy.domain;

import io.apibuddy.domain.memory.InMemoryStorage;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntryDraft;
import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.EntryPage;
import io.apibuddy.ports.store.EntryQuery;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.EntryWriter;
import io.apibuddy.ports.store.ForwardingEntryWriter;
import io.apibuddy.ports.store.ForwardingResponseStore;
import io.apibuddy.ports.store.ForwardingStorage;
import io.apibuddy.ports.store.PruneLimits;
import io.apibuddy.ports.store.PruneResult;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreStats;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.store.Touch;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Storage in memory whose operations can be made to fail; change them only while it is not in use.
 */
public final class FailingStore extends ForwardingStorage {

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
    PRUNE,
    ENTRIES,
    STATS
  }

  private final Set<Operation> failing = EnumSet.noneOf(Operation.class);
  private final ResponseStore responses = new FailingResponses(super.responses());
  private final Set<EntryWriter> begun = ConcurrentHashMap.newKeySet();
  private final Set<EntryWriter> closed = ConcurrentHashMap.newKeySet();
  private volatile StoreException.Kind kind = StoreException.Kind.IO;

  /** Makes a storage in which no operation fails yet. */
  public FailingStore() {
    super(new InMemoryStorage(AdapterContext.of(Settings.NONE)));
  }

  /** Makes these operations fail from now on, and no others. */
  public FailingStore fail(StoreException.Kind failure, Operation... operations) {
    kind = failure;
    failing.clear();
    failing.addAll(List.of(operations));
    return this;
  }

  /** Returns how many entries were begun. */
  public int begun() {
    return begun.size();
  }

  /** Returns how many of them were closed. */
  public int closed() {
    return closed.size();
  }

  @Override
  public ResponseStore responses() {
    return responses;
  }

  private void failIfScripted(Operation operation) {
    if (failing.contains(operation)) {
      throw new StoreException(kind, "scripted failure");
    }
  }

  private final class FailingResponses extends ForwardingResponseStore {

    FailingResponses(ResponseStore store) {
      super(store);
    }

    @Override
    public List<StoredResponse> candidates(CacheKey key) {
      failIfScripted(Operation.CANDIDATES);
      return super.candidates(key).stream()
          .map(stored -> failing.contains(Operation.BODY) ? stored.withBody(null) : stored)
          .toList();
    }

    @Override
    public List<StoredResponse> candidatesInMemory(CacheKey key) {
      failIfScripted(Operation.IN_MEMORY);
      return super.candidatesInMemory(key);
    }

    @Override
    public boolean lacks(CacheKey key) {
      failIfScripted(Operation.IN_MEMORY);
      return !failing.contains(Operation.CANDIDATES) && super.lacks(key);
    }

    @Override
    public boolean lacks(EntrySelector.ByTarget target) {
      failIfScripted(Operation.IN_MEMORY);
      return super.lacks(target);
    }

    @Override
    public boolean acceptsAtOnce(long length) {
      failIfScripted(Operation.IN_MEMORY);
      return super.acceptsAtOnce(length);
    }

    @Override
    public Optional<Body> body(EntryId id, long offset) {
      failIfScripted(Operation.BODY);
      return super.body(id, offset);
    }

    @Override
    public EntryWriter begin(EntryDraft draft) {
      failIfScripted(Operation.BEGIN);
      EntryWriter writer = new FailingWriter(super.begin(draft));
      begun.add(writer);
      return writer;
    }

    @Override
    public void touch(Collection<Touch> uses) {
      failIfScripted(Operation.TOUCH);
      super.touch(uses);
    }

    @Override
    public long remove(EntrySelector selector) {
      failIfScripted(Operation.REMOVE);
      return super.remove(selector);
    }

    @Override
    public long removeDurably(EntrySelector selector) {
      failIfScripted(Operation.REMOVE);
      return super.removeDurably(selector);
    }

    @Override
    public PruneResult prune(PruneLimits limits) {
      failIfScripted(Operation.PRUNE);
      return super.prune(limits);
    }

    @Override
    public EntryPage entries(EntryQuery query) {
      failIfScripted(Operation.ENTRIES);
      return super.entries(query);
    }

    @Override
    public Map<String, StoreStats> stats(Instant now) {
      failIfScripted(Operation.STATS);
      return super.stats(now);
    }
  }

  private final class FailingWriter extends ForwardingEntryWriter {

    FailingWriter(EntryWriter writer) {
      super(writer);
    }

    @Override
    public void write(ByteBuffer chunk) {
      failIfScripted(Operation.WRITE);
      super.write(chunk);
    }

    @Override
    public void write(Body.Bytes content) {
      failIfScripted(Operation.WRITE);
      super.write(content);
    }

    @Override
    public boolean commit(EntryCompletion completion) {
      failIfScripted(Operation.COMMIT);
      return super.commit(completion);
    }

    @Override
    public void close() {
      super.close();
      closed.add(this);
    }
  }
}
