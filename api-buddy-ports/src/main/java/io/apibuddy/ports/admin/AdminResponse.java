package io.apibuddy.ports.admin;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The successful response of an {@link AdminResource}; errors are thrown as {@link AdminException}.
 *
 * @param status the status code, 200 to 299
 * @param headers the header fields without {@code Content-Length}; {@code Cache-Control: no-store}
 *     is added unless they contain a {@code Cache-Control} of their own
 * @param body the content; a stream is sent as its data arrives, until it ends or the client leaves
 */
public record AdminResponse(int status, Headers headers, Body body) {

  /** Rejects null and any status code that is not a success. */
  public AdminResponse {
    Objects.requireNonNull(headers, "headers");
    Objects.requireNonNull(body, "body");
    if (status < 200 || status > 299) {
      throw new IllegalArgumentException("status code " + status + " is no success");
    }
  }

  /** Returns a 204 response without content. */
  public static AdminResponse empty() {
    return new AdminResponse(204, Headers.EMPTY, Body.EMPTY);
  }

  /** Returns a 200 response with a text as its content, encoded in UTF-8. */
  public static AdminResponse of(String mediaType, String text) {
    return of(mediaType, new Body.Bytes(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Returns a 200 response with the given content. */
  public static AdminResponse of(String mediaType, Body body) {
    return new AdminResponse(200, Headers.of("Content-Type", mediaType), body);
  }

  /** Returns a copy of this response with one more header field. */
  public AdminResponse with(String name, String value) {
    return new AdminResponse(status, headers.toBuilder().add(name, value).build(), body);
  }
}
