package io.apibuddy.ports.event;

import java.time.Duration;

/**
 * A request was answered from the store.
 *
 * @param requestId the exchange's identifier
 * @param alias the mapping
 * @param method the request's method
 * @param path path and query below the alias, credentials masked
 * @param outcome {@link CacheOutcome#HIT}, {@link CacheOutcome#STALE} or {@link
 *     CacheOutcome#REVALIDATED}
 * @param age the stored response's age
 */
public record CacheHit(
    String requestId,
    String alias,
    String method,
    String path,
    CacheOutcome outcome,
    Duration age) {}
