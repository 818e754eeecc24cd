package io.apibuddy.domain.content;

import java.io.IOException;

/** A request's content has come, and cannot be read again from where it is kept. */
public final class LostContentException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes one.
   *
   * @param cause why it cannot be read
   */
  public LostContentException(IOException cause) {
    super("the kept content cannot be read", cause);
  }

  /** Returns whether one is among the causes of a failure. */
  public static boolean isBehind(Throwable failure) {
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof LostContentException) {
        return true;
      }
    }
    return false;
  }
}
