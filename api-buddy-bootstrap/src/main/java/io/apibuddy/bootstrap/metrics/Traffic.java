package io.apibuddy.bootstrap.metrics;

import java.util.Objects;

/**
 * The exchanges of one alias, or of several, that have ended.
 *
 * @param totalRequests how many
 * @param cacheHits how many were answered from the store, those that the upstream confirmed or that
 *     were stale included
 * @param cacheMisses how many were answered by the upstream, those that shared an answer or went
 *     past the cache included
 * @param throttled how many were refused for a limit or a pause
 * @param upstreamRequests how many requests the upstream was sent, repeated attempts included
 * @param totalMillis the sum of the exchanges' durations, in milliseconds
 * @param savings what was spared
 */
public record Traffic(
    long totalRequests,
    long cacheHits,
    long cacheMisses,
    long throttled,
    long upstreamRequests,
    double totalMillis,
    Savings savings) {

  /** Nothing. */
  public static final Traffic NONE = new Traffic(0, 0, 0, 0, 0, 0, Savings.NONE);

  /** Refuses null. */
  public Traffic {
    Objects.requireNonNull(savings, "savings");
  }

  /** Returns the hits among hits and misses, 0 to 1; 0 if there was neither. */
  public double hitRate() {
    long looked = cacheHits + cacheMisses;
    return looked == 0 ? 0 : (double) cacheHits / looked;
  }

  /** Returns how long an exchange took on average, in milliseconds; 0 if there was none. */
  public double averageResponseTime() {
    return totalRequests == 0 ? 0 : totalMillis / totalRequests;
  }

  /** Returns both together. */
  public Traffic plus(Traffic other) {
    return new Traffic(
        totalRequests + other.totalRequests,
        cacheHits + other.cacheHits,
        cacheMisses + other.cacheMisses,
        throttled + other.throttled,
        upstreamRequests + other.upstreamRequests,
        totalMillis + other.totalMillis,
        savings.plus(other.savings));
  }
}
