package io.apibuddy.bootstrap.store;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntryDraft;
import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.EntryWriter;
import io.apibuddy.ports.store.ForwardingEntryWriter;
import io.apibuddy.ports.store.ForwardingResponseStore;
import io.apibuddy.ports.store.ForwardingStorage;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StoredResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A storage that behaves like one on disk: it holds no body in memory. A test can act between the
 * moment a look-up has read, or a commit or removal was made, and the moment it returns.
 */
final class BodilessStorage extends ForwardingStorage {
  final AtomicInteger lookups = new AtomicInteger();
  final AtomicInteger reads = new AtomicInteger();
  private final ResponseStore responses = new Responses(super.responses());
  private volatile Runnable afterLookup = () -> {};
  private volatile Runnable afterCommit = () -> {};
  private volatile Runnable afterRemoval = () -> {};
  private volatile Runnable duringReads = () -> {};

  BodilessStorage(Storage storage) {
    super(storage);
  }

  /** Runs {@code action} once, after the next commit was made and before it returns. */
  void afterNextCommit(Runnable action) {
    afterCommit =
        () -> {
          afterCommit = () -> {};
          action.run();
        };
  }

  /** Runs {@code action} once, after the next removal was made and before it returns. */
  void afterNextRemoval(Runnable action) {
    afterRemoval =
        () -> {
          afterRemoval = () -> {};
          action.run();
        };
  }

  /** Runs {@code action} each time content is read. */
  void duringReads(Runnable action) {
    duringReads = action;
  }

  /** Runs {@code action} once, after the next look-up has read and before it returns. */
  void afterNextLookup(Runnable action) {
    afterLookup =
        () -> {
          afterLookup = () -> {};
          action.run();
        };
  }

  @Override
  public ResponseStore responses() {
    return responses;
  }

  private final class Responses extends ForwardingResponseStore {

    Responses(ResponseStore store) {
      super(store);
    }

    @Override
    public List<StoredResponse> candidates(CacheKey key) {
      lookups.incrementAndGet();
      List<StoredResponse> found =
          super.candidates(key).stream().map(entry -> entry.withBody(null)).toList();
      afterLookup.run();
      return found;
    }

    @Override
    public List<StoredResponse> candidatesInMemory(CacheKey key) {
      return List.of();
    }

    @Override
    public long remove(EntrySelector selector) {
      long removed = super.remove(selector);
      afterRemoval.run();
      return removed;
    }

    @Override
    public EntryWriter begin(EntryDraft draft) {
      return new ForwardingEntryWriter(super.begin(draft)) {
        @Override
        public boolean commit(EntryCompletion completion) {
          boolean visible = super.commit(completion);
          afterCommit.run();
          return visible;
        }

        @Override
        public Optional<StoredResponse> committed() {
          return super.committed().map(entry -> entry.withBody(null));
        }
      };
    }

    @Override
    public Optional<Body> body(EntryId id, long offset) {
      reads.incrementAndGet();
      duringReads.run();
      return super.body(id, offset).map(b -> Body.Stream.of(b.stream(), b.length()));
    }
  }
}
