package io.apibuddy.bootstrap.error;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if a proxy cannot do what its owner asks of it. The message says why, and how to mend it
 * if there is a way.
 */
public abstract class ProxyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ProxyException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
