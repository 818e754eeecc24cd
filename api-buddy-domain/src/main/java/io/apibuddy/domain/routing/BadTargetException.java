package io.apibuddy.domain.routing;

/** A request target that is refused with 400; the message is one sentence for the developer. */
public final class BadTargetException extends Exception {
  private static final long serialVersionUID = 1L;

  BadTargetException(String message) {
    super(message, null, false, false);
  }
}
