package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.local.RecordReader;
import io.apibuddy.ports.store.local.RecordWriter;

/**
 * The totals of a domain.
 *
 * @param entries the number of entries
 * @param bytes the length of their content in bytes
 * @param size their size in bytes, as it counts towards the bound
 */
record DomainTotals(long entries, long bytes, long size) {
  static final DomainTotals NONE = new DomainTotals(0, 0, 0);

  /** Stands for the size in a row that was written before sizes were counted. */
  private static final long UNKNOWN = -1;

  boolean knowsSize() {
    return size != UNKNOWN;
  }

  DomainTotals withSize(long counted) {
    return new DomainTotals(entries, bytes, counted);
  }

  static DomainTotals decode(byte[] row) {
    RecordReader in = new RecordReader(row);
    long entries = in.longValue();
    long bytes = in.longValue();
    long unused = in.longValue(); // once a count of uses, now 0
    return new DomainTotals(entries, bytes, in.hasMore() ? in.longValue() : UNKNOWN);
  }

  byte[] encode() {
    return new RecordWriter().add(entries).add(bytes).add(0L).add(size).bytes();
  }

  DomainTotals with(UsageRecord entry) {
    return new DomainTotals(entries + 1, bytes + entry.length(), size + entry.size());
  }

  DomainTotals without(UsageRecord entry) {
    return new DomainTotals(
        Math.max(0, entries - 1),
        Math.max(0, bytes - entry.length()),
        Math.max(0, size - entry.size()));
  }

  /** Returns the totals without an unreadable entry, which is taken to be of average size. */
  DomainTotals withoutOne() {
    long all = Math.max(1, entries);
    return new DomainTotals(Math.max(0, entries - 1), bytes - bytes / all, size - size / all);
  }

  DomainTotals plus(DomainTotals other) {
    return new DomainTotals(entries + other.entries, bytes + other.bytes, size + other.size);
  }
}
