package io.apibuddy.ports.upstream;

/** A request that {@link UpstreamClient#begin} has started. Safe for concurrent use. */
@FunctionalInterface
public interface UpstreamCall {

  /**
   * Cancels the request and closes its connection; the callback is still told of the outcome, if
   * there is any. May be called from any thread, any number of times, and has no effect after the
   * response; never blocks, never throws.
   */
  void cancel();
}
