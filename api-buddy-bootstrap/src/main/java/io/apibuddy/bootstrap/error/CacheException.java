package io.apibuddy.bootstrap.error;

import io.apibuddy.ports.store.StoreException;

/** Thrown if the storage cannot be opened or used. */
public final class CacheException extends ProxyException {
  private static final long serialVersionUID = 1L;

  private final StoreException.Kind kind;

  /** Wraps a failure of the store and takes over its message and kind. */
  public CacheException(StoreException cause) {
    super(String.valueOf(cause.getMessage()), cause);
    this.kind = cause.kind();
  }

  /** Returns the kind of failure. */
  public StoreException.Kind kind() {
    return kind;
  }
}
