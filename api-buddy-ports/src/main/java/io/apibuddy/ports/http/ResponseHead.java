package io.apibuddy.ports.http;

import java.util.Objects;

/**
 * A response without its body.
 *
 * @param status the status code, 100 to 999 (RFC 9110 section 15)
 * @param headers its field lines
 */
public record ResponseHead(int status, Headers headers) {

  /** Refuses a status code outside of three digits. */
  public ResponseHead {
    if (status < 100 || status > 999) {
      throw new IllegalArgumentException("status code " + status + " has not three digits");
    }
    Objects.requireNonNull(headers, "headers");
  }

  /** Returns this response with other fields. */
  public ResponseHead withHeaders(Headers replacement) {
    return new ResponseHead(status, replacement);
  }
}
