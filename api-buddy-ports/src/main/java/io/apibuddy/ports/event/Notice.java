package io.apibuddy.ports.event;

import java.util.Objects;

/**
 * A message for a person that belongs to no single exchange.
 *
 * @param level how serious it is
 * @param source the part of the proxy that reports it
 * @param code a stable identifier in lower case with hyphens, for example {@code store-full}
 * @param message one or two sentences: what happened and what to do about it; must contain no
 *     secret
 */
public record Notice(Level level, Source source, String code, String message) {

  /** How serious a notice is. */
  public enum Level {
    /** For information. */
    INFO,
    /** Something works, but not as it should. */
    WARNING,
    /** Something does not work. */
    ERROR
  }

  /** The part of the proxy that reports a notice. */
  public enum Source {
    /** The storage engine. */
    STORE,
    /** Access control. */
    SECURITY,
    /** The configuration. */
    CONFIGURATION,
    /** The HTTP front end. */
    SERVER,
    /** The connections to the external APIs. */
    UPSTREAM
  }

  /** Rejects null. */
  public Notice {
    Objects.requireNonNull(level, "level");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(message, "message");
  }
}
