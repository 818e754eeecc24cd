package io.apibuddy.domain.throttle;

/** An upstream is not asked now; nothing was sent. */
public final class ThrottledException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  /** Says why. */
  public ThrottledException(Refusal refusal) {
    super("throttled", null, false, false);
    this.refusal = refusal;
  }

  /** Returns why. */
  public Refusal refusal() {
    return refusal;
  }
}
