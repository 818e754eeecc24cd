package io.apibuddy.domain.cache;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A response that was just received. Its directives and its date are parsed when they are first
 * needed. Safe for concurrent use: threads that ask at the same time each parse it.
 */
public final class ReceivedResponse {
  private final ResponseHead head;
  private final Instant receivedAt;
  private @Nullable ResponseDirectives directives;
  private @Nullable Instant dateValue;

  /**
   * Creates a received response.
   *
   * @param head the head without hop-by-hop fields
   * @param receivedAt when it was received
   */
  public ReceivedResponse(ResponseHead head, Instant receivedAt) {
    this.head = head;
    this.receivedAt = receivedAt;
  }

  /** Returns a received response with another head, received at the same time. */
  public ReceivedResponse with(ResponseHead other) {
    return new ReceivedResponse(other, receivedAt);
  }

  ResponseHead head() {
    return head;
  }

  Headers headers() {
    return head.headers();
  }

  Instant receivedAt() {
    return receivedAt;
  }

  /** Returns the directives for a shared cache. */
  ResponseDirectives directives() {
    ResponseDirectives known = directives;
    if (known == null) {
      known = ResponseDirectives.of(headers());
      directives = known;
    }
    return known;
  }

  /** Returns {@code date_value} (RFC 9111 section 4.2.3). */
  Instant dateValue() {
    Instant known = dateValue;
    if (known == null) {
      known = AgeCalculator.dateValue(headers(), receivedAt);
      dateValue = known;
    }
    return known;
  }
}
