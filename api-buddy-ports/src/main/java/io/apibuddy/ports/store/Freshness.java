package io.apibuddy.ports.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The times that decide how long a stored response is of use. Stores keep milliseconds; times
 * beyond what they can hold saturate.
 *
 * @param requestedAt when the request was sent ({@code request_time}, RFC 9111 section 4.2.3)
 * @param respondedAt when the response head came ({@code response_time})
 * @param lifetime the freshness lifetime that the configuration gives, null if the response's own
 *     fields decide
 * @param discardAt when the response has become useless and may be removed, even to answer stale
 */
public record Freshness(
    Instant requestedAt, Instant respondedAt, @Nullable Duration lifetime, Instant discardAt) {

  /** Refuses null. */
  public Freshness {
    Objects.requireNonNull(requestedAt, "requestedAt");
    Objects.requireNonNull(respondedAt, "respondedAt");
    Objects.requireNonNull(discardAt, "discardAt");
  }
}
