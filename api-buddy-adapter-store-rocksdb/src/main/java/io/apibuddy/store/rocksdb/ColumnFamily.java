package io.apibuddy.store.rocksdb;

import java.nio.charset.StandardCharsets;

/**
 * The column families, with the parts of their keys. Keys of families about entries begin with the
 * domain (see {@link Key}), so that a range delete in each family clears a domain. All of these
 * except the chunks change together in one batch.
 */
enum ColumnFamily {
  /** The schema's version, the secret, totals by domain. RocksDB requires a family of this name. */
  STORAGE("default", 1),
  /** Heads: domain, number. */
  ENTRIES("entries", 4),
  /** Content that RocksDB compresses: domain, number, sequence. */
  CHUNKS("chunks", 8),
  /** The entries under a cache key: domain, digest. */
  KEYS("keys", 2),
  /** The entries of a target: domain, digest of method and target, number. */
  TARGETS("targets", 2),
  /** Last use and size of an entry: domain, number. */
  USES("uses", 2),
  /** The order of eviction: domain, last use, number. */
  RECENCY("recency", 2),
  /** The order of expiry: domain, pinned, time, number. */
  EXPIRY("expiry", 2),
  /** Counts of exchanges: minute, domain, method, outcome, status class. */
  METRICS("metrics", 1),
  /** Configurations: revision number. */
  HISTORY("history", 1),
  /**
   * The throttle's attempts and penalties: domain, kind; for attempts also time and block number.
   */
  THROTTLE("throttle", 2),
  /** Content that is not worth compressing, or must not be: domain, number, sequence. */
  PLAIN_CHUNKS("plain_chunks", 8);

  private final String label;
  private final int writeBufferMegabytes;

  ColumnFamily(String label, int writeBufferMegabytes) {
    this.label = label;
    this.writeBufferMegabytes = writeBufferMegabytes;
  }

  byte[] label() {
    return label.getBytes(StandardCharsets.US_ASCII);
  }

  long writeBufferBytes() {
    return (long) writeBufferMegabytes << 20;
  }

  /** Returns whether RocksDB compresses the values. */
  boolean compressed() {
    return this == ENTRIES || this == CHUNKS || this == HISTORY || this == METRICS;
  }
}
