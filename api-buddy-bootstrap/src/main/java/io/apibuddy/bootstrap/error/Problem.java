package io.apibuddy.bootstrap.error;

import java.io.Serializable;
import java.util.Objects;

/**
 * One thing that is wrong with a configuration.
 *
 * @param position where it was written ({@code file:line:column}, a variable, a flag), empty if
 *     nowhere
 * @param key the key's path, or the flag or variable that is none; empty if it is about none
 * @param message what was found and what is wanted; no value that came from the environment
 */
public record Problem(String position, String key, String message) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Refuses null. */
  public Problem {
    Objects.requireNonNull(position, "position");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(message, "message");
  }

  /** Returns a problem that belongs to no place and no key. */
  public static Problem general(String message) {
    return new Problem("", "", message);
  }

  /** One line: position, key, message. */
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
