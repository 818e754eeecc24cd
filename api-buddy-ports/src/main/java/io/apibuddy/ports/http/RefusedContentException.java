package io.apibuddy.ports.http;

import java.io.IOException;

/**
 * A request whose content broke the rules of its framing or crossed a limit as it came. Whoever
 * reads the content answers as it says, and the front end ends the connection.
 */
public class RefusedContentException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * Makes one.
   *
   * @param status the status to answer with, 400, 413 or 431 for instance
   * @param reason one sentence for the developer, without anything the client sent
   */
  public RefusedContentException(int status, String reason) {
    super(reason);
    this.status = status;
  }

  /** Returns the refusal. */
  public Rejection rejection() {
    return new Rejection(status, String.valueOf(getMessage()));
  }

  /** Returns the status to answer with. */
  public int status() {
    return status;
  }
}
