package io.apibuddy.ports.meter;

import io.apibuddy.ports.event.CacheOutcome;
import io.apibuddy.ports.store.EntryCompletion;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is counted of an exchange.
 *
 * @param alias the mapping it went to, null if it went to none
 * @param method the request's method, {@code OTHER} for one that HTTP does not know
 * @param outcome how it was answered
 * @param status the status code of the answer
 * @param responseBytes bytes of content that went to the client
 * @param nanos from the request's head to the end of the answer
 * @param stored what is known of the stored response that answered, {@link EntryCompletion#PLAIN}
 *     if none did
 */
public record MeasuredExchange(
    @Nullable String alias,
    String method,
    CacheOutcome outcome,
    int status,
    long responseBytes,
    long nanos,
    EntryCompletion stored) {

  /** Refuses null. */
  public MeasuredExchange {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(stored, "stored");
  }
}
