package io.apibuddy.bootstrap.error;

/** A proxy was used before its start, started twice, or used after its end. */
public final class LifecycleException extends ProxyException {
  private static final long serialVersionUID = 1L;

  /** Describes what was done at the wrong time. */
  public LifecycleException(String message) {
    super(message, null);
  }
}
