package io.apibuddy.domain.content;

import java.io.IOException;

/** A request's content was received, but cannot be read back from where it is kept. */
public final class LostContentException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param cause why the content cannot be read
   */
  public LostContentException(IOException cause) {
    super("the kept content cannot be read", cause);
  }

  /** Returns whether a {@code LostContentException} is among the causes of {@code failure}. */
  public static boolean isCauseOf(Throwable failure) {
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof LostContentException) {
        return true;
      }
    }
    return false;
  }
}
