package io.apibuddy.ports.event;

import java.time.Duration;

/**
 * A request was refused: the upstream was not asked, for a limit or a pause.
 *
 * @param requestId the exchange's identifier
 * @param alias the mapping
 * @param method the request's method
 * @param path path and query below the alias, credentials masked
 * @param retryAfter when it would pass
 */
public record Throttled(
    String requestId, String alias, String method, String path, Duration retryAfter) {}
