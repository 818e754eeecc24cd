package io.apibuddy.ports.meter;

import io.apibuddy.ports.event.CacheOutcome;
import io.apibuddy.ports.store.EntryCompletion;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The measurements of one exchange.
 *
 * @param alias the alias of the mapping, null if the request belonged to none
 * @param method the request's method, {@code OTHER} if it is not a method that HTTP defines
 * @param outcome how the exchange was answered
 * @param status the status code of the response
 * @param responseBytes the number of content bytes sent to the client
 * @param nanos the nanoseconds from the request's head to the end of the response
 * @param stored trailers and attributes of the stored response that answered, {@link
 *     EntryCompletion#PLAIN} if none did
 */
public record MeasuredExchange(
    @Nullable String alias,
    String method,
    CacheOutcome outcome,
    int status,
    long responseBytes,
    long nanos,
    EntryCompletion stored) {

  /** Rejects null. */
  public MeasuredExchange {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(stored, "stored");
  }
}
