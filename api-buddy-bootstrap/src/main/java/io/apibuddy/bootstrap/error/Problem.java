package io.apibuddy.bootstrap.error;

import java.io.Serializable;
import java.util.Objects;

/**
 * One problem of a configuration.
 *
 * @param position where the key or value was written: {@code file:line:column}, a variable or a
 *     flag; empty if nowhere
 * @param key the key's path, or the flag or variable that is not a key; empty if no key is
 *     concerned
 * @param message what was found and what is expected, without any value from the environment
 */
public record Problem(String position, String key, String message) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Refuses null. */
  public Problem {
    Objects.requireNonNull(position, "position");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(message, "message");
  }

  /** Returns a problem without a position and a key. */
  public static Problem general(String message) {
    return new Problem("", "", message);
  }

  /** Returns one line with position, key and message. */
  @Override
  public String toString() {
    StringBuilder line = new StringBuilder();
    if (!position.isEmpty()) {
      line.append(position).append(": ");
    }
    if (!key.isEmpty() && !key.equals(position)) {
      line.append(key).append(": ");
    }
    return line.append(message).toString();
  }
}
