package io.apibuddy.ports.store;

import java.time.Duration;

/**
 * At most so many requests in any window of that length.
 *
 * @param requests 1 or more
 * @param window positive
 */
public record RateLimit(long requests, Duration window) {

  /** Refuses a limit that lets nothing pass or has no window. */
  public RateLimit {
    if (requests < 1) {
      throw new IllegalArgumentException("requests must be 1 or more, is " + requests);
    }
    if (window.isZero() || window.isNegative()) {
      throw new IllegalArgumentException("window must be positive, is " + window);
    }
  }
}
