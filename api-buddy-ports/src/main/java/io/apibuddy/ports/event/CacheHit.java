package io.apibuddy.ports.event;

import java.time.Duration;

/**
 * A request was answered from the cache.
 *
 * @param requestId the identifier of the exchange
 * @param alias the alias of the mapping
 * @param method the request's method
 * @param path the path and query below the alias, with credentials masked
 * @param outcome {@link CacheOutcome#HIT}, {@link CacheOutcome#STALE} or {@link
 *     CacheOutcome#REVALIDATED}
 * @param age the age of the stored response
 */
public record CacheHit(
    String requestId,
    String alias,
    String method,
    String path,
    CacheOutcome outcome,
    Duration age) {}
