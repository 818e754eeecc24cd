package io.apibuddy.bootstrap.metrics;

import java.util.Objects;

/**
 * The finished exchanges of one alias or of several. Immutable.
 *
 * @param totalRequests the number of exchanges
 * @param cacheHits exchanges answered from the store, stale and revalidated ones included
 * @param cacheMisses exchanges answered by the upstream, shared and passed-through ones included
 * @param throttled requests refused for a limit or a pause
 * @param upstreamRequests requests sent to the upstream, repeated attempts included
 * @param totalMillis the sum of the exchanges' durations, in milliseconds
 * @param savings what the cache saved
 */
public record Traffic(
    long totalRequests,
    long cacheHits,
    long cacheMisses,
    long throttled,
    long upstreamRequests,
    double totalMillis,
    Savings savings) {

  /** No exchanges. */
  public static final Traffic NONE = new Traffic(0, 0, 0, 0, 0, 0, Savings.NONE);

  /** Refuses null. */
  public Traffic {
    Objects.requireNonNull(savings, "savings");
  }

  /** Returns the share of hits among hits and misses, from 0 to 1; 0 if there are neither. */
  public double hitRate() {
    long lookups = cacheHits + cacheMisses;
    return lookups == 0 ? 0 : (double) cacheHits / lookups;
  }

  /** Returns the mean duration of an exchange in milliseconds; 0 if there are none. */
  public double averageResponseTime() {
    return totalRequests == 0 ? 0 : totalMillis / totalRequests;
  }

  /** Returns the sum of both. */
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
