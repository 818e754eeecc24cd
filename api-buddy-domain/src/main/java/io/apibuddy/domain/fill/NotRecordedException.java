package io.apibuddy.domain.fill;

/** Thrown if an answer had to be recorded, but the store cannot keep it. */
public final class NotRecordedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotRecordedException() {
    super("an answer could not be recorded", null, false, false);
  }
}
