package io.apibuddy.bootstrap.error;

import org.jspecify.annotations.Nullable;

/** Thrown if a fixture cannot be read or written. The message names the file. */
public final class FixtureException extends ProxyException {
  private static final long serialVersionUID = 1L;

  /** Describes the failure. */
  public FixtureException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
