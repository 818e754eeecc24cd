package io.apibuddy.ports.upstream;

import io.apibuddy.ports.time.Extremes;
import java.time.Duration;

/**
 * The time-outs of an attempt, all positive.
 *
 * @param connect for name resolution, connecting and the TLS handshake together
 * @param response from the start of the attempt to the head of the final response
 * @param idle between two bytes of a body, in either direction
 */
public record UpstreamTimeouts(Duration connect, Duration response, Duration idle) {

  /** Rejects time-outs that are not positive: every wait has a deadline. */
  public UpstreamTimeouts {
    requirePositive(connect, "connect");
    requirePositive(response, "response");
    requirePositive(idle, "idle");
  }

  /**
   * Returns the time-outs for a second attempt, which together with the first must get the response
   * head within one response time-out. At least 1 ms is left.
   *
   * @param used the time that the first attempt took
   */
  public UpstreamTimeouts after(Duration used) {
    Duration left = response.minus(used);
    Duration minimum = Duration.ofMillis(1);
    return new UpstreamTimeouts(connect, Extremes.max(left, minimum), idle);
  }

  private static void requirePositive(Duration timeout, String name) {
    if (timeout.isZero() || timeout.isNegative()) {
      throw new IllegalArgumentException(name + " time-out must be positive, is " + timeout);
    }
  }
}
