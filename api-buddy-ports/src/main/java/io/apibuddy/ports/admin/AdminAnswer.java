package io.apibuddy.ports.admin;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * What an admin resource answers with, if it is no error.
 *
 * @param status the status code, 200 to 299
 * @param headers its fields without {@code Content-Length}; {@code Cache-Control: no-store} is
 *     added unless it says something else
 * @param body its content; a stream is passed on as it comes, until its client leaves
 */
public record AdminAnswer(int status, Headers headers, Body body) {

  /** Refuses null and errors, which are thrown. */
  public AdminAnswer {
    Objects.requireNonNull(headers, "headers");
    Objects.requireNonNull(body, "body");
    if (status < 200 || status > 299) {
      throw new IllegalArgumentException("status code " + status + " is no success");
    }
  }

  /** Returns an answer without content (204). */
  public static AdminAnswer empty() {
    return new AdminAnswer(204, Headers.EMPTY, Body.EMPTY);
  }

  /** Returns an answer of a text in UTF-8 (200). */
  public static AdminAnswer of(String mediaType, String text) {
    return of(mediaType, new Body.Bytes(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Returns an answer (200). */
  public static AdminAnswer of(String mediaType, Body body) {
    return new AdminAnswer(200, Headers.of("Content-Type", mediaType), body);
  }

  /** Returns the same answer with one more field. */
  public AdminAnswer with(String name, String value) {
    return new AdminAnswer(status, headers.toBuilder().add(name, value).build(), body);
  }
}
