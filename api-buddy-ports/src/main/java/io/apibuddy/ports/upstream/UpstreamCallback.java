package io.apibuddy.ports.upstream;

/**
 * Is told how a request ended that no thread waits for: one of the two, once, on any thread, which
 * it must not hold up.
 */
public interface UpstreamCallback {

  /** The final response's head has come; the response is now the callback's, to be closed by it. */
  void answered(UpstreamResponse response);

  /** No response head came; the kind says why. */
  void failed(UpstreamException failure);
}
