package io.apibuddy.bootstrap.store;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.memory.ByteBudget;
import io.apibuddy.ports.memory.HeapShare;
import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoredResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Loads the bodies of a key's entries if that is quick. */
final class BodyLoader {
  /** The most bytes that are read at once for one key. */
  static final int MAX_READ = 1 << 20;

  private static final int MAX_VARIANTS = 16;

  /** The most bytes that are read at one time for all keys. */
  static final long MAX_READING = Math.max(MAX_READ, HeapShare.of(8 << 20));

  private final ResponseStore store;
  private final ByteBudget reading = new ByteBudget(MAX_READING);

  BodyLoader(ResponseStore store) {
    this.store = store;
  }

  /**
   * Returns the same entries with the bodies that are in memory. The others are read from the store
   * if that is quick: if they have at most {@link #MAX_READ} bytes together, and the key has at
   * most 16 entries. A body that cannot be read is left out, as are all while too much is being
   * read for other keys.
   *
   * @param entries all entries of a key
   * @param known returns bodies that are in memory already, null for others
   * @param maxBytes the most bytes of content that are kept for one key; if the entries have more,
   *     nothing is read
   */
  List<StoredResponse> load(
      List<StoredResponse> entries, Function<EntryId, Body.@Nullable Bytes> known, long maxBytes) {
    List<StoredResponse> loaded = new ArrayList<>(entries.size());
    long total = 0;
    long toRead = 0;
    for (StoredResponse entry : entries) {
      StoredResponse at = entry.body() == null ? entry.withBody(known.apply(entry.id())) : entry;
      loaded.add(at);
      total += at.length();
      toRead += at.body() == null ? at.length() : 0;
    }
    boolean quick = toRead <= MAX_READ && total <= maxBytes && loaded.size() <= MAX_VARIANTS;
    if (quick && reading.tryReserve(toRead)) {
      try {
        loaded.replaceAll(entry -> entry.body() == null ? entry.withBody(read(entry)) : entry);
      } finally {
        reading.release(toRead);
      }
    }
    return loaded;
  }

  private Body.@Nullable Bytes read(StoredResponse entry) {
    Optional<Body> opened;
    try {
      opened = store.body(entry.id(), 0);
    } catch (StoreException e) {
      return null; // a reader of the content will meet the failure itself
    }
    if (opened.isEmpty()) {
      return null;
    }
    try (Body body = opened.get()) {
      if (body instanceof Body.Bytes bytes) {
        return bytes.length() == entry.length() ? bytes : null;
      }
      byte[] content = body.stream().readNBytes(Math.toIntExact(entry.length()));
      return content.length == entry.length() ? new Body.Bytes(content) : null;
    } catch (IOException | StoreException e) {
      return null;
    }
  }
}
