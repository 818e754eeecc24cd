package io.apibuddy.bootstrap.error;

import io.apibuddy.ports.store.StoreException;

/** The storage cannot be opened or used. */
public final class CacheException extends ProxyException {
  private static final long serialVersionUID = 1L;

  private final StoreException.Kind kind;

  /** Describes the failure in the store's own words. */
  public CacheException(StoreException cause) {
    super(String.valueOf(cause.getMessage()), cause);
    this.kind = cause.kind();
  }

  /** Returns what kind of failure it is. */
  public StoreException.Kind kind() {
    return kind;
  }
}
