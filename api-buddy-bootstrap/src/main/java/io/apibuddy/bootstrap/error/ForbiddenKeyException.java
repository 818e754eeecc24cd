package io.apibuddy.bootstrap.error;

/** A key of the configuration may not change on this way, whatever its value; nothing changed. */
public final class ForbiddenKeyException extends ProxyException {
  private static final long serialVersionUID = 1L;

  private final String key;

  /** Names the key's path, which the message begins with. */
  public ForbiddenKeyException(String key, String message) {
    super(key + ": " + message, null);
    this.key = key;
  }

  /** Returns the key's path. */
  public String key() {
    return key;
  }
}
