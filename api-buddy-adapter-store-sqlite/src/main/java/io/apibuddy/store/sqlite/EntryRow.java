package io.apibuddy.store.sqlite;

import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntryDraft;
import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.Freshness;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.store.local.Chunking;
import io.apibuddy.ports.store.local.KeyDigest;
import io.apibuddy.ports.store.local.Millis;
import io.apibuddy.ports.store.local.Openings;
import java.util.Comparator;

/**
 * One row of {@code cache_entries}.
 *
 * @param id the entry's number; its name is the same in decimal
 * @param key the digest it is found by
 * @param keyMethod the key's method, which GET has in common with HEAD
 * @param createdAt when it was committed, in milliseconds since 1970, by {@link CommitClock}
 * @param response the entry itself
 */
record EntryRow(long id, KeyDigest key, String keyMethod, long createdAt, StoredResponse response) {

  /** The order of {@code candidates}: by commit, whatever the wall clock did in between. */
  static final Comparator<EntryRow> LATEST_FIRST =
      Comparator.comparingLong((EntryRow row) -> Openings.of(row.id()))
          .thenComparingLong(EntryRow::createdAt)
          .thenComparingLong(EntryRow::id)
          .reversed();

  /** Returns the row of an entry that is about to be committed. */
  static EntryRow of(
      long id, EntryDraft draft, EntryCompletion completion, long length, long createdAt) {
    CacheKey key = draft.key();
    return new EntryRow(
        id,
        KeyDigest.of(key),
        key.method(),
        createdAt,
        draft.stored(
            new EntryId(Long.toString(id)), Millis.kept(draft.freshness()), length, completion));
  }

  EntryRow with(StoredResponse replacement) {
    return new EntryRow(id, key, keyMethod, createdAt, replacement);
  }

  EntryRow freshened(ResponseHead head, Freshness times) {
    return with(response.freshened(head, times));
  }

  boolean fitsOneChunk() {
    return response.length() <= Chunking.SIZE;
  }
}
