package io.apibuddy.ports.http;

import java.net.InetAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a front end refused before a request existed.
 *
 * @param status the status to answer with: 400, 408, 413, 414, 431, 500, 501, 503 or 505
 * @param reason one sentence for the developer, without anything the client sent
 * @param clientAddress the peer's address, null if it is no longer known
 */
public record Rejection(int status, String reason, @Nullable InetAddress clientAddress) {

  /** Refuses what is no error. */
  public Rejection {
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("status code " + status + " is no error");
    }
    Objects.requireNonNull(reason, "reason");
  }
}
