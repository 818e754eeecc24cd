package io.apibuddy.ports.admin;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import java.util.Objects;

/**
 * A request to an admin resource.
 *
 * @param method its method, GET for HEAD
 * @param path as {@link AdminResources#at} got it
 * @param query the raw query behind the question mark, empty if there is none
 * @param headers its fields, without any that held an access key
 * @param content its whole content, at most a mebibyte; JSON unless it is empty
 */
public record AdminRequest(
    String method, String path, String query, Headers headers, Body.Bytes content) {

  /** Refuses null. */
  public AdminRequest {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(query, "query");
    Objects.requireNonNull(headers, "headers");
    Objects.requireNonNull(content, "content");
  }
}
