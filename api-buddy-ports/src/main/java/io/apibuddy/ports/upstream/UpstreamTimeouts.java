package io.apibuddy.ports.upstream;

import io.apibuddy.ports.time.Extremes;
import java.time.Duration;

/**
 * How long an attempt may wait.
 *
 * @param connect for name resolution, connection and TLS handshake together
 * @param response from the start of the attempt until the head of the final response
 * @param idle between two bytes of a body, in either direction
 */
public record UpstreamTimeouts(Duration connect, Duration response, Duration idle) {

  /** Refuses what is not positive: everything that waits has a deadline. */
  public UpstreamTimeouts {
    requirePositive(connect, "connect");
    requirePositive(response, "response");
    requirePositive(idle, "idle");
  }

  /** Returns what is left for a second attempt: the head comes as soon as for one, or never. */
  public UpstreamTimeouts after(Duration used) {
    Duration left = response.minus(used);
    Duration least = Duration.ofMillis(1);
    return new UpstreamTimeouts(connect, Extremes.max(left, least), idle);
  }

  private static void requirePositive(Duration timeout, String name) {
    if (timeout.isZero() || timeout.isNegative()) {
      throw new IllegalArgumentException(name + " time-out must be positive, is " + timeout);
    }
  }
}
