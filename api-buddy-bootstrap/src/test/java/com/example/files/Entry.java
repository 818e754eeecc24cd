package com.example.files;

import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.StoredResponse;
import java.time.Instant;

/**
 * One stored response.
 *
 * @param number counts commits; names the files
 * @param checksum CRC-32 of the content
 * @param used when it was used last, in steps of a counter
 * @param storedAt when it was committed
 */
record Entry(
    long number,
    CacheKey key,
    StoredResponse response,
    long checksum,
    long used,
    Instant storedAt) {

  Entry used(long when) {
    return new Entry(number, key, response, checksum, when, storedAt);
  }

  Entry with(StoredResponse changed) {
    return new Entry(number, key, changed, checksum, used, storedAt);
  }

  boolean isVariantOf(Entry other) {
    return key.equals(other.key) && response.variant().equals(other.response.variant());
  }

  boolean isExpired(Instant now) {
    return !response.pinned() && !response.freshness().discardAt().isAfter(now);
  }
}
