package io.apibuddy.ports.http;

import java.util.Objects;

/**
 * What a front end refused before a request existed.
 *
 * @param status the status to answer with: 400, 408, 413, 414, 431, 500, 501, 503 or 505
 * @param reason one sentence for the developer, without anything the client sent
 */
public record Rejection(int status, String reason) {

  /** Refuses what is no error. */
  public Rejection {
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("status code " + status + " is no error");
    }
    Objects.requireNonNull(reason, "reason");
  }
}
