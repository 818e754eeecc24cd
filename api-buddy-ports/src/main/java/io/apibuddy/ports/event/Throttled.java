package io.apibuddy.ports.event;

import java.time.Duration;

/**
 * A request was refused without asking the upstream, because of a limit or a pause.
 *
 * @param requestId the identifier of the exchange
 * @param alias the alias of the mapping
 * @param method the request's method
 * @param path the path and query below the alias, with credentials masked
 * @param retryAfter how long to wait until the request would be let through
 */
public record Throttled(
    String requestId, String alias, String method, String path, Duration retryAfter) {}
