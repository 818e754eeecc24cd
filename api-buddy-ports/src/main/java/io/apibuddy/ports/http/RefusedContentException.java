package io.apibuddy.ports.http;

import java.io.IOException;

/**
 * Thrown when the content of a request breaks the framing rules or exceeds a limit while it is
 * read. The reader answers with {@link #rejection}, and the front end closes the connection.
 */
public class RefusedContentException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * Creates an exception.
   *
   * @param status the status code to answer with, for example 400, 413 or 431
   * @param reason one sentence for the developer, without anything that the client sent
   */
  public RefusedContentException(int status, String reason) {
    super(reason);
    this.status = status;
  }

  /** Returns the rejection to answer with. */
  public Rejection rejection() {
    return new Rejection(status, String.valueOf(getMessage()));
  }

  /** Returns the status code to answer with. */
  public int status() {
    return status;
  }
}
