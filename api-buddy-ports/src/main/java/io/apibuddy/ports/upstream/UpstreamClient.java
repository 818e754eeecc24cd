package io.apibuddy.ports.upstream;

import io.apibuddy.ports.spi.Settings;

/**
 * The driven port towards the external APIs: one call, one attempt. Safe for concurrent use.
 *
 * <p>It follows no redirect, decodes no content, keeps no cookie, tries nothing twice and caches
 * nothing. TLS certificates and host names are always verified. Any other {@link Exception} or a
 * {@link LinkageError} that {@link #send} or {@link #begin} throws fails the one attempt, as {@link
 * UpstreamException.Kind#CLIENT_FAILED}; so does a response that is not final or lacks a part.
 */
public interface UpstreamClient extends AutoCloseable {

  /**
   * Sends a request and waits for the head of the final response; interim responses go to the
   * request's observer. The request's body is read on the calling thread or one of the client's,
   * with back-pressure, and may still be in transfer when this returns; the caller closes it once
   * the response is closed.
   *
   * @return the response, to be closed by the caller; its body is pulled from the connection
   * @throws UpstreamException if no response head came; the kind says why
   * @throws InterruptedException if the thread was interrupted; the request is given up and its
   *     connection closed
   */
  UpstreamResponse send(UpstreamRequest request) throws UpstreamException, InterruptedException;

  /** Returns whether {@link #begin} can be used. */
  default boolean canBegin() {
    return false;
  }

  /**
   * Begins what {@link #send} does and returns at once: no thread waits for the answer. Only for a
   * request with its content in memory ({@link io.apibuddy.ports.http.Body.Bytes}), and only if
   * {@link #canBegin}.
   *
   * @param callback told of the response or the failure, perhaps before this returns
   * @return the call, to be given up by who began it
   */
  default UpstreamCall begin(UpstreamRequest request, UpstreamCallback callback) {
    throw new UnsupportedOperationException("this client answers only who waits");
  }

  /**
   * Takes over changed settings: requests sent from now on go by them, exchanges in progress end
   * under what they began with, however long that takes. A client that cannot change refuses, as
   * this default does.
   *
   * @param settings all of them, as {@link UpstreamClientProvider#create} is given
   * @throws IllegalArgumentException if one of them is unusable, or cannot change before the end;
   *     the message names it and nothing was changed
   */
  default void reconfigure(Settings settings) {
    throw new IllegalArgumentException("the upstream client's settings: a change needs a restart");
  }

  /** Closes every connection and thread; responses still open end in errors. Never throws. */
  @Override
  void close();
}
