package io.apibuddy.ports.event;

/**
 * A request could not be answered from the cache and needed the upstream.
 *
 * @param requestId the identifier of the exchange
 * @param alias the alias of the mapping
 * @param method the request's method
 * @param path the path and query below the alias, with credentials masked
 * @param outcome {@link CacheOutcome#MISS}, {@link CacheOutcome#COLLAPSED} or {@link
 *     CacheOutcome#BYPASS}
 * @param reason the {@code fwd} parameter of {@code Cache-Status} (RFC 9211 section 2.2)
 */
public record CacheMiss(
    String requestId,
    String alias,
    String method,
    String path,
    CacheOutcome outcome,
    String reason) {}
