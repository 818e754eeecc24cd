package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntryDraft;
import io.apibuddy.ports.store.Freshness;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.store.local.KeyDigest;
import io.apibuddy.ports.store.local.Millis;

/**
 * An entry as stored in {@link ColumnFamily#ENTRIES}.
 *
 * @param place its domain and number
 * @param key the digest of its cache key
 * @param response the stored response without its content
 * @param chunks the family of its content: {@link ColumnFamily#CHUNKS} or {@link
 *     ColumnFamily#PLAIN_CHUNKS}
 */
record EntryRecord(Place place, KeyDigest key, StoredResponse response, ColumnFamily chunks) {

  static EntryRecord of(
      Place place, EntryDraft draft, EntryCompletion completion, long length, ColumnFamily chunks) {
    StoredResponse response =
        draft.stored(place.id(), Millis.truncated(draft.freshness()), length, completion);
    return new EntryRecord(place, KeyDigest.of(draft.key()), response, chunks);
  }

  EntryRecord freshened(ResponseHead head, Freshness times) {
    return new EntryRecord(place, key, response.freshened(head, times), chunks);
  }

  /** Returns the key of the entry's row in {@link ColumnFamily#EXPIRY}. */
  byte[] expiryKey() {
    return Key.of(place.domain())
        .with(response.pinned())
        .with(Millis.of(response.freshness().discardAt()))
        .with(place.number())
        .bytes();
  }

  /** Returns the key of the entry's row in {@link ColumnFamily#TARGETS}. */
  byte[] targetKey() {
    return Key.of(place.domain())
        .with(KeyDigest.of(response.request().method(), response.request().target()).bytes())
        .with(place.number())
        .bytes();
  }

  /** Returns the key of the row in {@link ColumnFamily#KEYS} for a cache key. */
  static byte[] slotsKey(String domain, KeyDigest key) {
    return Key.of(domain).with(key.bytes()).bytes();
  }
}
