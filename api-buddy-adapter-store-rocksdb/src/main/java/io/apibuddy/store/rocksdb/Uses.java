package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.store.local.RecordReader;
import io.apibuddy.ports.store.local.RecordWriter;

/**
 * What is counted of an entry, a row of {@link Family#USES}.
 *
 * @param lastUsed when it answered last or was stored, in milliseconds since 1970
 * @param length bytes of its content
 * @param storedAt when it was stored, in milliseconds since 1970
 * @param pinned whether it is never evicted
 * @param size bytes that it takes with all that belongs to it
 */
record Uses(long lastUsed, long length, long storedAt, boolean pinned, long size) {

  static Uses none(long now, StoredResponse response) {
    return new Uses(now, response.length(), now, response.pinned(), response.size());
  }

  static Uses decode(byte[] row) {
    RecordReader in = new RecordReader(row);
    long lastUsed = in.longValue();
    long unused = in.longValue(); // a count of uses, 0 by now
    long length = in.longValue();
    // Only content was counted at first.
    return new Uses(
        lastUsed, length, in.longValue(), in.flag(), in.hasMore() ? in.longValue() : length);
  }

  byte[] encode() {
    RecordWriter out = new RecordWriter().add(lastUsed).add(0L).add(length);
    return out.add(storedAt).add(pinned).add(size).bytes();
  }

  Uses at(long usedAt) {
    return new Uses(Math.max(lastUsed, usedAt), length, storedAt, pinned, size);
  }

  Uses withSize(long counted) {
    return new Uses(lastUsed, length, storedAt, pinned, counted);
  }

  /** Returns the key of the entry's row in {@link Family#RECENCY}. */
  byte[] recencyKey(Place place) {
    return Key.of(place.domain()).with(lastUsed).with(place.number()).bytes();
  }
}
