package io.apibuddy.store.rocksdb;

import java.nio.charset.StandardCharsets;

/**
 * The column families. Keys of those about entries begin with the domain (see {@link Key}), so that
 * a domain is cleared by one range delete in each; all of them but the chunks change together in
 * one batch.
 */
enum Family {
  /** The schema's version, the secret, totals by domain. The engine wants one of this name. */
  STORAGE("default", 1),
  /** Heads: domain, number. */
  ENTRIES("entries", 4),
  /** Content that the engine compresses: domain, number, sequence. */
  CHUNKS("chunks", 8),
  /** Which entries a key has: domain, digest. */
  KEYS("keys", 2),
  /** Which entries a target has: domain, hash of method and target, number. */
  TARGETS("targets", 2),
  /** Uses and size of an entry: domain, number. */
  USES("uses", 2),
  /** The order of eviction: domain, last use, number. */
  RECENCY("recency", 2),
  /** The order of expiry: domain, pinned, time, number. */
  EXPIRY("expiry", 2),
  /** Counts of exchanges: minute and what else makes a row. */
  METRICS("metrics", 1),
  /** Configurations: number. */
  HISTORY("history", 1),
  /** Attempts and penalties: domain, part. */
  THROTTLE("throttle", 2),
  /** Content that does not pay for compressing, or was not to be: domain, number, sequence. */
  PLAIN_CHUNKS("plain_chunks", 8);

  private final String label;
  private final int writeBufferMegabytes;

  Family(String label, int writeBufferMegabytes) {
    this.label = label;
    this.writeBufferMegabytes = writeBufferMegabytes;
  }

  byte[] label() {
    return label.getBytes(StandardCharsets.US_ASCII);
  }

  long writeBufferBytes() {
    return (long) writeBufferMegabytes << 20;
  }

  /** Whether values compress and are worth it. */
  boolean compressed() {
    return this == ENTRIES || this == CHUNKS || this == HISTORY || this == METRICS;
  }
}
