package io.apibuddy.ports.store;

import java.time.Instant;

/**
 * A use of an entry.
 *
 * @param id the entry
 * @param lastUsed when it last answered a request
 */
public record Touch(EntryId id, Instant lastUsed) {}
