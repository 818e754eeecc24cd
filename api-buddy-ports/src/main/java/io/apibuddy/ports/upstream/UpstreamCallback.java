package io.apibuddy.ports.upstream;

/**
 * Receives the outcome of {@link UpstreamClient#begin}. Exactly one of the two methods is called,
 * once, on any thread, which it must not block.
 */
public interface UpstreamCallback {

  /**
   * The head of the final response has arrived. The callback now owns the response and must close
   * it.
   */
  void answered(UpstreamResponse response);

  /** No response head arrived; the failure's kind says why. */
  void failed(UpstreamException failure);
}
