package io.apibuddy.ports.admin;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * A request to an {@link AdminResource}.
 *
 * @param method the method; {@code GET} stands for {@code HEAD} too
 * @param query the raw query after the question mark, empty if there is none
 * @param headers the header fields, without those that held an access key
 * @param content the complete content, at most 1 MiB; JSON unless it is empty
 * @param admission returns whether the request would still be admitted at the time of the call. An
 *     endless response, such as an event stream, checks it because the key may be revoked or the
 *     session may end meanwhile. Safe for concurrent use
 */
public record AdminRequest(
    String method, String query, Headers headers, Body.Bytes content, BooleanSupplier admission) {

  /** Rejects null. */
  public AdminRequest {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(query, "query");
    Objects.requireNonNull(headers, "headers");
    Objects.requireNonNull(content, "content");
    Objects.requireNonNull(admission, "admission");
  }
}
