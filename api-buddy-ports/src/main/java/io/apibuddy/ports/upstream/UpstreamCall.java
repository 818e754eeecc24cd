package io.apibuddy.ports.upstream;

/** A request that was sent and is not answered yet. Safe for concurrent use. */
@FunctionalInterface
public interface UpstreamCall {

  /**
   * Gives the request up and closes its connection; what comes of it, if anything, is still told.
   * From any thread, any number of times, and without effect after the answer; never blocks, never
   * throws.
   */
  void cancel();
}
