package io.apibuddy.ports.event;

import java.time.Duration;

/**
 * An attempt to get a response from an upstream brought no complete one.
 *
 * @param requestId the identifier of the exchange
 * @param alias the alias of the mapping
 * @param method the request's method
 * @param path the path and query below the alias, with credentials masked
 * @param kind the name of the failure, for example {@code CONNECT_FAILED}
 * @param message what happened, without credentials
 * @param duration the time from the start of the attempt to its failure
 */
public record UpstreamFailed(
    String requestId,
    String alias,
    String method,
    String path,
    String kind,
    String message,
    Duration duration) {}
