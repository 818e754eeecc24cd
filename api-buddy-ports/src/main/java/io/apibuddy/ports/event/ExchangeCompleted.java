package io.apibuddy.ports.event;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One exchange has ended; comes exactly once for each.
 *
 * @param requestId the exchange's identifier
 * @param startedAt when it began
 * @param alias the mapping it went to, null if it went to none
 * @param method the request's method
 * @param path path and query below the alias, credentials masked
 * @param status the status code of the answer
 * @param outcome how it was answered
 * @param errorCode the proxy's own error, null if the answer is not ours
 * @param duration from the request's head to the end of the answer
 * @param responseBytes bytes of content that went to the client
 * @param delivered whether the answer was handed over whole
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
