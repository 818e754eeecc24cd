package io.apibuddy.ports.http;

import java.util.Objects;

/**
 * A refusal by a front end of input that did not become a request, or of a request that is not
 * handled.
 *
 * @param status the status code to answer with: 400, 408, 413, 414, 431, 500, 501, 503 or 505
 * @param reason one sentence for the developer, without anything that the client sent
 */
public record Rejection(int status, String reason) {

  /** Rejects a status code that is not an error. */
  public Rejection {
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("status code " + status + " is no error");
    }
    Objects.requireNonNull(reason, "reason");
  }
}
