package io.apibuddy.ports.upstream;

import io.apibuddy.ports.spi.Settings;

/**
 * The driven port to the external APIs: each call makes one attempt. Safe for concurrent use.
 *
 * <p>A client follows no redirects, decodes no content, keeps no cookies, retries nothing and
 * caches nothing. TLS certificates and host names are always verified. If {@link #send} or {@link
 * #begin} throws any other {@link Exception} or a {@link LinkageError}, only that attempt fails, as
 * {@link UpstreamException.Kind#CLIENT_FAILED}; the same holds for a response that is not final or
 * lacks a part.
 */
public interface UpstreamClient extends AutoCloseable {

  /**
   * Sends a request and waits for the head of the final response. Interim responses go to the
   * request's observer. The request's body is read with back-pressure, on the calling thread or on
   * one of the client's. It may still be in transfer when this method returns; the caller closes it
   * once the response is closed.
   *
   * @return the response, to be closed by the caller; its body is read from the connection
   * @throws UpstreamException if no response head arrived; its kind says why
   * @throws InterruptedException if the thread was interrupted; the request is cancelled and its
   *     connection closed
   */
  UpstreamResponse send(UpstreamRequest request) throws UpstreamException, InterruptedException;

  /** Returns whether {@link #begin} is supported. */
  default boolean canBegin() {
    return false;
  }

  /**
   * Starts to send a request, as {@link #send} does, but returns at once: no thread waits for the
   * response. Only for requests whose content is in memory ({@link
   * io.apibuddy.ports.http.Body.Bytes}), and only if {@link #canBegin}.
   *
   * @param callback receives the response or the failure, possibly before this method returns
   * @return the call, with which the caller can cancel the request
   */
  default UpstreamCall begin(UpstreamRequest request, UpstreamCallback callback) {
    throw new UnsupportedOperationException("this client answers only who waits");
  }

  /**
   * Applies changed settings. They apply to requests sent from now on; exchanges in progress end
   * under the settings that they began with, however long that takes. A client that cannot change
   * refuses, as this default does.
   *
   * @param settings all settings, as passed to {@link UpstreamClientProvider#create}
   * @throws IllegalArgumentException if a setting is invalid or cannot change while running; the
   *     message names it, and nothing was changed
   */
  default void reconfigure(Settings settings) {
    throw new IllegalArgumentException("the upstream client's settings: a change needs a restart");
  }

  /** Closes all connections and threads; reading a response still open fails. Never throws. */
  @Override
  void close();
}
