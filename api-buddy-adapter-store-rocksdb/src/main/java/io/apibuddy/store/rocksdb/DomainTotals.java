package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.local.RecordReader;
import io.apibuddy.ports.store.local.RecordWriter;

/**
 * What a domain holds in all.
 *
 * @param entries how many entries
 * @param bytes bytes of their content
 * @param hits how often they answered
 */
record DomainTotals(long entries, long bytes, long hits) {
  static final DomainTotals NONE = new DomainTotals(0, 0, 0);

  static DomainTotals decode(byte[] row) {
    RecordReader in = new RecordReader(row);
    return new DomainTotals(in.longValue(), in.longValue(), in.longValue());
  }

  byte[] encode() {
    return new RecordWriter().add(entries).add(bytes).add(hits).bytes();
  }

  DomainTotals with(Uses entry) {
    return new DomainTotals(entries + 1, bytes + entry.length(), hits + entry.hits());
  }

  DomainTotals without(Uses entry) {
    return new DomainTotals(
        Math.max(0, entries - 1),
        Math.max(0, bytes - entry.length()),
        Math.max(0, hits - entry.hits()));
  }

  DomainTotals and(DomainTotals other) {
    return new DomainTotals(entries + other.entries, bytes + other.bytes, hits + other.hits);
  }

  DomainTotals andHits(long more) {
    return new DomainTotals(entries, bytes, hits + more);
  }
}
