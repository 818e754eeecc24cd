package io.apibuddy.ports.http;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The driving port: handles one exchange per call. Safe for concurrent use.
 *
 * <p>Every protocol outcome is a response, the proxy's own 4xx and 5xx included. A {@link
 * RuntimeException} is a bug and is answered with 500. The caller always closes the response.
 */
public interface ExchangeHandler {

  /**
   * Answers a request. Blocks while it waits for the store, other exchanges or the upstream.
   *
   * @param request the request; it is read until the response is returned and, if the response
   *     streams, until that ends
   * @return the final response, to be closed by the caller
   * @throws InterruptedException if the thread was interrupted, as a front end does at shutdown;
   *     everything that the exchange held is released
   */
  ProxyResponse handle(ProxyRequest request) throws InterruptedException;

  /**
   * Answers a request if that needs no I/O, no waiting and no lock, so that a selector thread may
   * call it. Reads content only if it is in memory ({@link Body.Bytes}). An empty result has had no
   * effect; the caller then passes the same request to {@link #handleAsync} or {@link #handle}.
   */
  default Optional<ProxyResponse> handleImmediately(ProxyRequest request) {
    return Optional.empty();
  }

  /**
   * Starts to answer a request that takes time but needs no waiting thread, and returns at once. A
   * selector thread may call it, after {@link #handleImmediately}. An empty result has had no
   * effect; the caller then passes the same request to {@link #handle} on a thread that may block.
   *
   * @return the future response, to be closed by the caller. It may be completed on any thread,
   *     which its dependents must not block. Completion with a {@link RuntimeException} is a bug,
   *     as above
   */
  default Optional<CompletableFuture<ProxyResponse>> handleAsync(ProxyRequest request) {
    return Optional.empty();
  }

  /**
   * Returns the response to input that never became a request, so that the refusal is counted and
   * described like every other error. Never blocks.
   */
  ProxyResponse rejected(Rejection rejection);

  /**
   * Returns the response to a request that is refused without being handled: its head is known, its
   * content is not looked at. Never blocks.
   */
  default ProxyResponse rejected(Rejection rejection, ProxyRequest request) {
    return rejected(rejection);
  }

  /**
   * Returns the response to send instead of {@code unsent}, of which nothing has been written yet.
   * Closes {@code unsent}; the exchange ends with the new response alone. Never blocks.
   */
  default ProxyResponse rejected(Rejection rejection, ProxyResponse unsent) {
    unsent.close();
    return rejected(rejection);
  }
}
