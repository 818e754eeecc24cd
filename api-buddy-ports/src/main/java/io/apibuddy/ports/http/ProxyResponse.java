package io.apibuddy.ports.http;

/**
 * The final response to one request. Whoever got it closes it, always and from any thread, once it
 * is written or cannot be; closing twice is harmless. Closing releases the body and completes the
 * exchange for the observers. Its body was delivered only if it was read up to its end before, or
 * if it is in memory and the response was not {@linkplain #abandon abandoned}.
 */
public interface ProxyResponse extends AutoCloseable {

  /**
   * Returns status and fields, without hop-by-hop fields: framing is the front end's. A {@code
   * Content-Length} is present exactly if the length is known, also in the answer to HEAD.
   */
  ResponseHead head();

  /** Returns the content; {@link Body#EMPTY} for HEAD, 204 and 304. */
  Body body();

  /** Releases the body and completes the exchange; never throws. */
  @Override
  void close();

  /** Does the same for a response that could not be written; content in memory went nowhere. */
  default void abandon() {
    close();
  }
}
