package io.apibuddy.bootstrap.error;

import org.jspecify.annotations.Nullable;

/** A proxy cannot do what it was asked; the message says why and, where there is one, the mend. */
public abstract class ProxyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ProxyException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
