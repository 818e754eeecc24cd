package io.apibuddy.ports.event;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An exchange has ended. Published exactly once for each exchange.
 *
 * @param requestId the identifier of the exchange
 * @param startedAt when the exchange began
 * @param alias the alias of the mapping, null if the request belonged to none
 * @param method the request's method
 * @param path the path and query below the alias, with credentials masked
 * @param status the status code of the response
 * @param outcome how the exchange was answered
 * @param errorCode the code of the proxy's own error, null if the response is not such an error
 * @param duration the time from the request's head to the end of the response
 * @param responseBytes the number of content bytes sent to the client
 * @param delivered whether the complete response was handed over
 */
public record ExchangeCompleted(
    String requestId,
    Instant startedAt,
    @Nullable String alias,
    String method,
    String path,
    int status,
    CacheOutcome outcome,
    @Nullable String errorCode,
    Duration duration,
    long responseBytes,
    boolean delivered) {}
