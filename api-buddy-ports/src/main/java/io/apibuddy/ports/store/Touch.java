package io.apibuddy.ports.store;

import java.time.Instant;

/**
 * Uses of an entry since the last report.
 *
 * @param id the entry
 * @param hits how often it answered, 1 or more
 * @param lastUsed when it did last
 */
public record Touch(EntryId id, long hits, Instant lastUsed) {

  /** Refuses a report of nothing. */
  public Touch {
    if (hits < 1) {
      throw new IllegalArgumentException("hits must be positive, is " + hits);
    }
  }
}
