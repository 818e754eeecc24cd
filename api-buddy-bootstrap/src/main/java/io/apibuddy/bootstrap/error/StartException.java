package io.apibuddy.bootstrap.error;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if the proxy cannot start, because its address is in use or starting took too long.
 * Everything that was opened is closed again.
 */
public final class StartException extends ProxyException {
  private static final long serialVersionUID = 1L;

  /** Describes the failure. */
  public StartException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
