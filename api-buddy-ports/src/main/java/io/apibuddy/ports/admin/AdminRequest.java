package io.apibuddy.ports.admin;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * A request to an admin resource.
 *
 * @param method its method, GET for HEAD
 * @param query the raw query behind the question mark, empty if there is none
 * @param headers its fields, without any that held an access key
 * @param content its whole content, at most a mebibyte; JSON unless it is empty
 * @param admission says whether the request would be let in at the time of asking too, for answers
 *     that go on and on: its key may no longer be in force, its session may have ended. Safe for
 *     concurrent use
 */
public record AdminRequest(
    String method, String query, Headers headers, Body.Bytes content, BooleanSupplier admission) {

  /** Refuses null. */
  public AdminRequest {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(query, "query");
    Objects.requireNonNull(headers, "headers");
    Objects.requireNonNull(content, "content");
    Objects.requireNonNull(admission, "admission");
  }
}
