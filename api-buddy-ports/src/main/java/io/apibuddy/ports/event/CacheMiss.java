package io.apibuddy.ports.event;

/**
 * A request had to go to the upstream.
 *
 * @param requestId the exchange's identifier
 * @param alias the mapping
 * @param method the request's method
 * @param path path and query below the alias, credentials masked
 * @param outcome {@link CacheOutcome#MISS}, {@link CacheOutcome#COLLAPSED} or {@link
 *     CacheOutcome#BYPASS}
 * @param reason the {@code fwd} value of {@code Cache-Status} (RFC 9211 section 2.2)
 */
public record CacheMiss(
    String requestId,
    String alias,
    String method,
    String path,
    CacheOutcome outcome,
    String reason) {}
