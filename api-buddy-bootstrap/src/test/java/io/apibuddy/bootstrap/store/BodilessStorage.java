package io.apibuddy.bootstrap.store;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.ForwardingResponseStore;
import io.apibuddy.ports.store.ForwardingStorage;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StoredResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Behaves like a storage on disk: has no body at hand, and lets a test act between the moment a
 * look-up has read and the moment it returns.
 */
final class BodilessStorage extends ForwardingStorage {
  final AtomicInteger lookups = new AtomicInteger();
  final AtomicInteger reads = new AtomicInteger();
  private final ResponseStore responses = new Responses(super.responses());
  private volatile Runnable afterLookup = () -> {};

  BodilessStorage(Storage storage) {
    super(storage);
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
    public Optional<Body> body(EntryId id, long offset) {
      reads.incrementAndGet();
      return super.body(id, offset).map(b -> Body.Stream.of(b.stream(), b.length()));
    }
  }
}
