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
import java.util.Comparator;

/**
 * One row of {@code cache_entries}.
 *
 * @param id the entry's number; its name is the same in decimal
 * @param key the digest it is found by
 * @param keyMethod the key's method, which GET has in common with HEAD
 * @param createdAt when it was committed, in milliseconds since 1970
 * @param kept how its content lies in the tables
 * @param response the entry itself
 */
record EntryRow(
    long id, KeyDigest key, String keyMethod, long createdAt, Kept kept, StoredResponse response) {

  /** How much content a row may hold: with its head it should not outgrow a page. */
  private static final int MOST_IN_ROW = 4096;

  /** The order of {@code candidates}. */
  static final Comparator<EntryRow> LATEST_FIRST =
      Comparator.comparingLong(EntryRow::createdAt).thenComparingLong(EntryRow::id).reversed();

  /** Returns the row of an entry that is about to be committed. */
  @SuppressWarnings("NullAway") // javac 17 drops type annotations of compact constructors
  static EntryRow of(
      long id,
      EntryDraft draft,
      EntryCompletion completion,
      long length,
      Kept kept,
      long createdAt) {
    CacheKey key = draft.key();
    return new EntryRow(
        id,
        KeyDigest.of(key),
        key.method(),
        createdAt,
        kept,
        new StoredResponse(
            new EntryId(Long.toString(id)),
            draft.variant(),
            draft.request(),
            draft.response(),
            Millis.kept(draft.freshness()),
            draft.pinned(),
            length,
            completion,
            null));
  }

  EntryRow with(StoredResponse replacement) {
    return new EntryRow(id, key, keyMethod, createdAt, kept, replacement);
  }

  EntryRow freshened(ResponseHead head, Freshness times) {
    return with(response.freshened(head, times));
  }

  boolean fitsOneChunk() {
    return response.length() <= Chunking.SIZE;
  }

  /** Returns whether its content lies in its own row, where one look finds it. */
  boolean holdsContent() {
    return fitsOneChunk() && kept.bytes() > 0 && kept.bytes() <= MOST_IN_ROW;
  }
}
