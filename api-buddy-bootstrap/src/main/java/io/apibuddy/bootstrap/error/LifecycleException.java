package io.apibuddy.bootstrap.error;

/** Thrown if a proxy is used before its start, started twice, or used after its end. */
public final class LifecycleException extends ProxyException {
  private static final long serialVersionUID = 1L;

  /** Describes the call that came at the wrong time. */
  public LifecycleException(String message) {
    super(message, null);
  }
}
