package io.apibuddy.ports.http;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The driving port: one call for each exchange. Safe for concurrent use.
 *
 * <p>A response comes back for every protocol outcome, our own 4xx and 5xx included; a {@link
 * RuntimeException} is a bug, answered with 500. The caller always closes the response.
 */
public interface ExchangeHandler {

  /**
   * Answers a request, waiting for stores, other exchanges and the upstream where it must.
   *
   * @param request read while the response is being made and, for a streamed body, until it ends
   * @return the final response, to be closed by the caller
   * @throws InterruptedException if the thread was interrupted, as a front end does at shutdown;
   *     everything the exchange held is released
   */
  ProxyResponse handle(ProxyRequest request) throws InterruptedException;

  /**
   * Answers what needs no I/O, no wait and no lock, so that a selector's thread may call it; of
   * content it reads only what is in memory ({@link Body.Bytes}). An empty result has had no
   * effect; {@link #handleEventually} or {@link #handle} is then called with the same request.
   */
  default Optional<ProxyResponse> handleImmediately(ProxyRequest request) {
    return Optional.empty();
  }

  /**
   * Begins to answer what needs time but no thread that waits, and returns at once; a selector's
   * thread may call it, after {@link #handleImmediately}. An empty result has had no effect; {@link
   * #handle} is then called with the same request on a thread that may block.
   *
   * @return the response to come, to be closed by the caller, told on any thread, which must not be
   *     held up; a {@link RuntimeException} is a bug, as above
   */
  default Optional<CompletableFuture<ProxyResponse>> handleEventually(ProxyRequest request) {
    return Optional.empty();
  }

  /**
   * Says what to answer to something that never became a request, so that it is counted and
   * described like every other error. Never blocks.
   */
  ProxyResponse rejected(Rejection rejection);

  /**
   * Says what to answer to a request that is not handled, of which the head is known and the
   * content is nobody's business. Never blocks.
   */
  default ProxyResponse rejected(Rejection rejection, ProxyRequest request) {
    return rejected(rejection);
  }

  /**
   * Says what to answer to a request instead of {@code unsent}, of which nothing was written and
   * which is closed by this: the exchange ends with the new answer alone. Never blocks.
   */
  default ProxyResponse rejected(Rejection rejection, ProxyResponse unsent) {
    unsent.close();
    return rejected(rejection);
  }
}
