package io.apibuddy.bootstrap.error;

/**
 * Thrown if a configuration key must not change over HTTP, whatever its value. Nothing was changed.
 */
public final class ForbiddenKeyException extends ProxyException {
  private static final long serialVersionUID = 1L;

  private final String key;

  /** Puts the key's path at the beginning of the message. */
  public ForbiddenKeyException(String key, String message) {
    super(key + ": " + message, null);
    this.key = key;
  }

  /** Returns the key's path. */
  public String key() {
    return key;
  }
}
