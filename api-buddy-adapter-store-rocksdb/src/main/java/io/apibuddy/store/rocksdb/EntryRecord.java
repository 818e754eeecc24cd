package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntryDraft;
import io.apibuddy.ports.store.Freshness;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.store.local.KeyDigest;
import io.apibuddy.ports.store.local.Millis;

/**
 * An entry as it lies in {@link Family#ENTRIES}.
 *
 * @param place where it lies
 * @param key the digest of its key
 * @param response what it holds, without content
 * @param chunks where its content lies: {@link Family#CHUNKS} or {@link Family#PLAIN_CHUNKS}
 */
record EntryRecord(Place place, KeyDigest key, StoredResponse response, Family chunks) {

  static EntryRecord of(
      Place place, EntryDraft draft, EntryCompletion completion, long length, Family chunks) {
    StoredResponse response =
        draft.stored(place.id(), Millis.kept(draft.freshness()), length, completion);
    return new EntryRecord(place, KeyDigest.of(draft.key()), response, chunks);
  }

  EntryRecord freshened(ResponseHead head, Freshness times) {
    return new EntryRecord(place, key, response.freshened(head, times), chunks);
  }

  /** Returns the key of its row in {@link Family#EXPIRY}. */
  byte[] expiryKey() {
    return Key.of(place.domain())
        .with(response.pinned())
        .with(Millis.of(response.freshness().discardAt()))
        .with(place.number())
        .bytes();
  }

  /** Returns the key of its row in {@link Family#TARGETS}. */
  byte[] targetKey() {
    return Key.of(place.domain())
        .with(KeyDigest.of(response.request().method(), response.request().target()).bytes())
        .with(place.number())
        .bytes();
  }

  /** Returns the key of a row in {@link Family#KEYS}. */
  static byte[] slotsKey(String domain, KeyDigest key) {
    return Key.of(domain).with(key.bytes()).bytes();
  }
}
