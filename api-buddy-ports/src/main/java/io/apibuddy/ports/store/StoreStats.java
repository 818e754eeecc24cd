package io.apibuddy.ports.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a store holds of one domain.
 *
 * @param entries how many entries
 * @param bytes bytes of their content, before compression
 * @param expired how many of them are past {@link Freshness#discardAt}
 * @param hits how often they answered, as far as reported
 * @param oldest when the oldest was stored, null if there is none
 * @param newest when the newest was stored, null if there is none
 */
public record StoreStats(
    long entries,
    long bytes,
    long expired,
    long hits,
    @Nullable Instant oldest,
    @Nullable Instant newest) {}
