package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.store.local.Chunking;
import io.apibuddy.ports.store.local.KeyDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.rocksdb.RocksDBException;

/** Finds the variants under a cache key, with content that is small. Safe for concurrent use. */
final class CandidateLookup {
  private final Parts parts;

  CandidateLookup(Parts parts) {
    this.parts = parts;
  }

  /** Returns all variants under a key, the latest first. */
  List<StoredResponse> of(CacheKey key) {
    KeyDigest digest = KeyDigest.of(key);
    List<StoredResponse> unwritten = parts.buffer().of(digest);
    List<StoredResponse> written =
        parts
            .damage()
            .orMissing(
                () -> parts.engine().read(database -> find(database, key.domain(), digest)),
                List.of());
    return unwritten.isEmpty() ? written : latest(unwritten, written);
  }

  /** Joins both lists. An unwritten entry replaces a written one of the same variant. */
  private static List<StoredResponse> latest(
      List<StoredResponse> unwritten, List<StoredResponse> written) {
    List<StoredResponse> found = new ArrayList<>(unwritten);
    for (StoredResponse entry : written) {
      if (unwritten.stream().noneMatch(newer -> newer.variant().equals(entry.variant()))) {
        found.add(entry);
      }
    }
    return found;
  }

  /**
   * Reads row by row, which is cheap. Only if something is missing, as after a change between two
   * reads, reads all rows again from a snapshot.
   */
  private List<StoredResponse> find(Database database, String domain, KeyDigest key)
      throws RocksDBException {
    byte[] slots = EntryRecord.slotsKey(domain, key);
    List<StoredResponse> found = new ArrayList<>();
    if (collect(database, domain, slots, found, false)) {
      return found;
    }
    found.clear();
    try (Database.SnapshotView snapshot = database.snapshot()) {
      collect(snapshot, domain, slots, found, true);
    }
    return found;
  }

  private boolean collect(
      View view, String domain, byte[] key, List<StoredResponse> found, boolean isSnapshot)
      throws RocksDBException {
    boolean all = true;
    for (Slots.Slot slot : Slots.decode(view.get(ColumnFamily.KEYS, key)).entries()) {
      Place place = new Place(domain, slot.number());
      Optional<EntryRecord> entry =
          isSnapshot ? parts.reader().find(view, place) : EntryReader.readable(view, place);
      if (entry.isPresent() && parts.pendingRemovals().hides(entry.get())) {
        continue;
      }
      Optional<StoredResponse> response = Optional.empty();
      if (entry.isPresent()) {
        response = withContent(view, entry.get());
        if (response.isEmpty() && isSnapshot) {
          parts.damage().found(place);
        }
      }
      all &= response.isPresent();
      response.ifPresent(found::add);
    }
    return all;
  }

  private static Optional<StoredResponse> withContent(View view, EntryRecord entry)
      throws RocksDBException {
    StoredResponse response = entry.response();
    long length = response.length();
    if (length > Chunking.SIZE) {
      return Optional.of(response);
    }
    if (length == 0) {
      return Optional.of(response.withBody(Body.EMPTY));
    }
    return Chunks.read(view, entry, 0)
        .filter(content -> content.remaining() == length)
        .map(content -> response.withBody(new Body.Bytes(content)));
  }
}
