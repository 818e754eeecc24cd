package io.apibuddy.ports.event;

import java.util.Objects;

/**
 * Something a person should know that belongs to no single exchange.
 *
 * @param level how much it matters
 * @param source which part speaks
 * @param code a stable name in lower case with hyphens, for example {@code store-full}
 * @param message one or two sentences: what happened and what to do about it; no secrets
 */
public record Notice(Level level, Source source, String code, String message) {

  /** How much it matters. */
  public enum Level {
    /** Good to know. */
    INFO,
    /** Works, but not as it should. */
    WARNING,
    /** Something does not work. */
    ERROR
  }

  /** Which part speaks. */
  public enum Source {
    /** A storage engine. */
    STORE,
    /** Access control. */
    SECURITY,
    /** The configuration. */
    CONFIGURATION,
    /** The front end. */
    SERVER,
    /** The way to the external APIs. */
    UPSTREAM
  }

  /** Refuses null. */
  public Notice {
    Objects.requireNonNull(level, "level");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(message, "message");
  }
}
