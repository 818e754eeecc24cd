package io.apibuddy.bootstrap.error;

import org.jspecify.annotations.Nullable;

/** The proxy cannot start: its address is in use, or starting took too long. */
public final class StartException extends ProxyException {
  private static final long serialVersionUID = 1L;

  /** Describes the failure; everything that was opened is closed again. */
  public StartException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
