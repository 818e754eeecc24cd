package io.apibuddy.ports.http;

/**
 * The final response to one request.
 *
 * <p>The receiver always closes it, from any thread, once it is written or cannot be written.
 * Closing releases the body and completes the exchange for the observers; closing twice is
 * harmless. The body counts as delivered only if it was read to its end before closing, or if it is
 * in memory and the response was not {@linkplain #abandon abandoned}.
 */
public interface ProxyResponse extends AutoCloseable {

  /**
   * Returns status and header fields without hop-by-hop fields, since framing is up to the front
   * end. Only a 426 may have an {@code Upgrade}, for which the front end adds what {@code
   * Connection} has to say. {@code Content-Length} is present if and only if the length is known,
   * also in the response to HEAD.
   */
  ResponseHead head();

  /** Returns the content; {@link Body#EMPTY} for HEAD, 204 and 304. */
  Body body();

  /** Releases the body and completes the exchange; never throws. */
  @Override
  void close();

  /** Closes a response that could not be written: content in memory does not count as delivered. */
  default void abandon() {
    close();
  }
}
