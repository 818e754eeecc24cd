package io.apibuddy.store.sqlite;

import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntryDraft;
import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.Freshness;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.store.local.Chunking;
import io.apibuddy.ports.store.local.EntryNumbering;
import io.apibuddy.ports.store.local.KeyDigest;
import io.apibuddy.ports.store.local.Millis;
import java.util.Comparator;

/**
 * One row of {@code cache_entries}.
 *
 * @param id the number of the entry, which is also its name in decimal
 * @param key the digest of the key
 * @param keyMethod the method in the key, in which {@code GET} may stand for {@code HEAD}
 * @param createdAt when it was committed, by {@link CommitClock}, in milliseconds since 1970
 * @param response the stored response
 */
record EntryRow(long id, KeyDigest key, String keyMethod, long createdAt, StoredResponse response) {

  /** The order of {@code candidates}: latest commit first, even if the wall clock was set. */
  static final Comparator<EntryRow> LATEST_FIRST =
      Comparator.comparingLong((EntryRow row) -> EntryNumbering.of(row.id()))
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
            new EntryId(Long.toString(id)),
            Millis.truncated(draft.freshness()),
            length,
            completion));
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
