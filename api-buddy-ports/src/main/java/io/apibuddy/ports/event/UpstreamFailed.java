package io.apibuddy.ports.event;

import java.time.Duration;

/**
 * An attempt at an upstream brought no whole response.
 *
 * @param requestId the exchange's identifier
 * @param alias the mapping
 * @param method the request's method
 * @param path path and query below the alias, credentials masked
 * @param kind the failure's name, for example {@code CONNECT_FAILED}
 * @param message what happened, without credentials
 * @param duration from the start of the attempt
 */
public record UpstreamFailed(
    String requestId,
    String alias,
    String method,
    String path,
    String kind,
    String message,
    Duration duration) {}
