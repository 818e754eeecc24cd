package io.apibuddy.domain.memory;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntryDraft;
import io.apibuddy.ports.store.EntryWriter;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoredResponse;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects the content of one entry in an array that grows as far as the store has room. */
final class InMemoryEntryWriter implements EntryWriter {
  private static final int FIRST_CAPACITY = 8192;
  private static final int MAX_ARRAY_LENGTH = Integer.MAX_VALUE - 8;

  private final InMemoryResponseStore store;
  private final EntryDraft draft;
  private final int limit;
  private byte[] content = {};
  private int length;
  private int reserved; // guarded by the store's lock
  private volatile boolean closed;
  private volatile @Nullable StoredResponse committed;

  InMemoryEntryWriter(InMemoryResponseStore store, EntryDraft draft, long maximum) {
    this.store = store;
    this.draft = draft;
    this.limit = (int) Math.min(maximum, MAX_ARRAY_LENGTH);
  }

  CacheKey key() {
    return draft.key();
  }

  String variant() {
    return draft.variant();
  }

  /** Returns how many bytes this has reserved of the store; guarded by the store's lock. */
  int reserved() {
    return reserved;
  }

  /** Sets how many bytes this has reserved of the store; guarded by the store's lock. */
  void reserved(int bytes) {
    reserved = bytes;
  }

  @Override
  public void write(ByteBuffer chunk) {
    requireOpen();
    int more = chunk.remaining();
    if (more > limit - length || draft.expectedLength() > limit) {
      throw new StoreException(
          StoreException.Kind.FULL, "the entry is larger than all that memory may hold");
    }
    reserve(length + more);
    chunk.get(content, length, more);
    length += more;
  }

  private void reserve(int needed) {
    if (needed > content.length) {
      long doubled = Math.max(FIRST_CAPACITY, 2L * content.length);
      long wanted =
          draft.expectedLength() < 0 ? doubled : Math.min(doubled, draft.expectedLength());
      int larger = (int) Math.max(needed, Math.min(wanted, limit));
      content = Arrays.copyOf(content, store.reserve(this, needed, larger));
    }
  }

  @Override
  public boolean commit(EntryCompletion completion) {
    requireOpen();
    draft.requireLength(length);
    byte[] whole = length == content.length ? content : Arrays.copyOf(content, length);
    closed = true;
    StoredResponse visible = store.commit(this, draft, new Body.Bytes(whole), completion);
    committed = visible;
    return visible != null;
  }

  @Override
  public Optional<StoredResponse> committed() {
    return Optional.ofNullable(committed);
  }

  void requireOpen() {
    if (closed) {
      throw new StoreException(StoreException.Kind.CLOSED, "the entry's writer is closed");
    }
  }

  @Override
  public void close() {
    closed = true;
    store.discard(this);
  }
}
