package io.apibuddy.ports.store;

import java.time.Instant;

/**
 * That an entry was used since the last report.
 *
 * @param id the entry
 * @param lastUsed when it answered last
 */
public record Touch(EntryId id, Instant lastUsed) {}
