package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.store.local.RecordReader;
import io.apibuddy.ports.store.local.RecordWriter;

/**
 * Last use and size of an entry, a row of {@link ColumnFamily#USES}.
 *
 * @param lastUsed when the entry was last used or was stored, in milliseconds since 1970
 * @param length the length of its content in bytes
 * @param storedAt when it was stored, in milliseconds since 1970
 * @param pinned whether it is never evicted
 * @param size its size in bytes, as it counts towards the bound
 */
record UsageRecord(long lastUsed, long length, long storedAt, boolean pinned, long size) {

  static UsageRecord none(long now, StoredResponse response) {
    return new UsageRecord(now, response.length(), now, response.pinned(), response.size());
  }

  static UsageRecord decode(byte[] row) {
    RecordReader in = new RecordReader(row);
    long lastUsed = in.longValue();
    long unused = in.longValue(); // once a count of uses, now 0
    long length = in.longValue();
    // The first rows have no size: only content was counted.
    return new UsageRecord(
        lastUsed, length, in.longValue(), in.flag(), in.hasMore() ? in.longValue() : length);
  }

  byte[] encode() {
    RecordWriter out = new RecordWriter().add(lastUsed).add(0L).add(length);
    return out.add(storedAt).add(pinned).add(size).bytes();
  }

  UsageRecord at(long usedAt) {
    return new UsageRecord(Math.max(lastUsed, usedAt), length, storedAt, pinned, size);
  }

  UsageRecord withSize(long counted) {
    return new UsageRecord(lastUsed, length, storedAt, pinned, counted);
  }

  /** Returns the key of the entry's row in {@link ColumnFamily#RECENCY}. */
  byte[] recencyKey(Place place) {
    return Key.of(place.domain()).with(lastUsed).with(place.number()).bytes();
  }
}
