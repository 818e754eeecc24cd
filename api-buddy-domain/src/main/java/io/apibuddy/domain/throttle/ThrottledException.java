package io.apibuddy.domain.throttle;

/** Thrown if an upstream may not be asked now. Nothing was sent. */
public final class ThrottledException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  /** Creates an exception with the reason. */
  public ThrottledException(Refusal refusal) {
    super("throttled", null, false, false);
    this.refusal = refusal;
  }

  /** Returns the reason. */
  public Refusal refusal() {
    return refusal;
  }
}
