package io.apibuddy.ports.store;

import io.apibuddy.ports.http.Body.Bytes;
import io.apibuddy.ports.http.ResponseHead;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A whole response in the store (RFC 9111 section 3); immutable.
 *
 * @param id its name
 * @param variant see {@link EntryDraft#variant}
 * @param request the request it answered
 * @param response status and fields
 * @param freshness its times
 * @param pinned true for a recording
 * @param length bytes of content
 * @param completion trailers and attributes
 * @param body the content if the store has it at hand in memory, else null: {@link
 *     ResponseStore#body} reads it
 */
public record StoredResponse(
    EntryId id,
    String variant,
    StoredRequest request,
    ResponseHead response,
    Freshness freshness,
    boolean pinned,
    long length,
    EntryCompletion completion,
    @Nullable Bytes body) {

  /** Refuses null and a body of another length. */
  public StoredResponse {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(variant, "variant");
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(response, "response");
    Objects.requireNonNull(freshness, "freshness");
    Objects.requireNonNull(completion, "completion");
    if (body != null && body.length() != length) {
      throw new IllegalArgumentException("a body of " + body.length() + " bytes, not " + length);
    }
  }

  /** Returns the same response with its content at hand, or without it for null. */
  public StoredResponse withBody(@Nullable Bytes content) {
    return new StoredResponse(
        id, variant, request, response, freshness, pinned, length, completion, content);
  }

  /** Returns the same response after a validation (RFC 9111 section 4.3.4). */
  public StoredResponse freshened(ResponseHead head, Freshness times) {
    return new StoredResponse(id, variant, request, head, times, pinned, length, completion, body);
  }
}
