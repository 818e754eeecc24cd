package io.apibuddy.bootstrap.error;

import org.jspecify.annotations.Nullable;

/** A running proxy could not be asked, or refused what it was asked for. */
public final class RemoteException extends ProxyException {
  private static final long serialVersionUID = 1L;

  /** Says which proxy, and what is in the way. */
  public RemoteException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
