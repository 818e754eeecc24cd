package io.apibuddy.ports.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The times that decide how long a stored response is usable. Stores keep them in milliseconds;
 * times outside the range of a store saturate.
 *
 * @param requestedAt when the request was sent ({@code request_time}, RFC 9111 section 4.2.3)
 * @param respondedAt when the response head arrived ({@code response_time})
 * @param lifetime the freshness lifetime from the configuration, null if the response's own fields
 *     determine it
 * @param discardAt when the response is no longer usable, not even stale, and may be removed
 */
public record Freshness(
    Instant requestedAt, Instant respondedAt, @Nullable Duration lifetime, Instant discardAt) {

  /** Rejects null. */
  public Freshness {
    Objects.requireNonNull(requestedAt, "requestedAt");
    Objects.requireNonNull(respondedAt, "respondedAt");
    Objects.requireNonNull(discardAt, "discardAt");
  }
}
