package io.apibuddy.ports.store;

import java.time.Duration;

/**
 * A limit on the number of requests in any sliding window.
 *
 * @param requests the number of requests allowed in one window, 1 or more
 * @param window the length of the window, positive
 */
public record RateLimit(long requests, Duration window) {

  /** Rejects a limit that allows no request or has no window. */
  public RateLimit {
    if (requests < 1) {
      throw new IllegalArgumentException("requests must be 1 or more, is " + requests);
    }
    if (window.isZero() || window.isNegative()) {
      throw new IllegalArgumentException("window must be positive, is " + window);
    }
  }
}
