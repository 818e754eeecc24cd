package io.apibuddy.ports.store;

import java.time.Instant;
import java.util.Objects;

/**
 * A configuration that was in force.
 *
 * @param number the number of the revision, counting up from 1
 * @param at when it came into force
 * @param author who set it: {@code cli}, {@code api}, {@code admin} or {@code file}
 * @param document the configuration as JSON, with secrets masked
 */
public record ConfigRevision(long number, Instant at, String author, String document) {

  /** Rejects null. */
  public ConfigRevision {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(author, "author");
    Objects.requireNonNull(document, "document");
  }
}
