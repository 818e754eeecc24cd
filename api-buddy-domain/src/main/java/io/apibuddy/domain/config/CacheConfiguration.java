package io.apibuddy.domain.config;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;

/**
 * How one mapping is cached.
 *
 * @param ttl how long a stored response is fresh; positive
 * @param cacheableMethods methods whose answers may be stored; HEAD is answered from GET
 * @param cacheErrorResponses whether 4xx and 5xx may be stored (but never 401, 403, 407, 408, 425,
 *     429, 502, 503, 504)
 * @param minResponseSize smaller answers are not stored, in bytes
 * @param maxResponseSize larger answers are not stored, in bytes
 * @param maxKeyBodySize requests with a longer body are passed on uncached, in bytes
 * @param shareAcrossCredentials whether requests with different credentials may share an entry
 * @param ignoreNoStore whether an upstream's {@code no-store} is overruled
 * @param respectClientCacheControl whether a request's {@code Cache-Control} counts
 * @param coalesce whether equal requests in flight make one upstream call
 * @param key what tells requests apart
 */
public record CacheConfiguration(
    Duration ttl,
    Set<String> cacheableMethods,
    boolean cacheErrorResponses,
    long minResponseSize,
    long maxResponseSize,
    long maxKeyBodySize,
    boolean shareAcrossCredentials,
    boolean ignoreNoStore,
    boolean respectClientCacheControl,
    boolean coalesce,
    KeyConfiguration key) {

  /** Seven days, GET and POST, 100 bytes to 10 MiB. */
  public static final CacheConfiguration DEFAULT =
      new CacheConfiguration(
          Duration.ofDays(7),
          Set.of("GET", "POST"),
          false,
          100,
          10L << 20,
          10L << 20,
          false,
          false,
          true,
          true,
          KeyConfiguration.DEFAULT);

  /** Refuses a lifetime that is not positive and sizes that are negative. */
  public CacheConfiguration {
    if (ttl.isZero() || ttl.isNegative()) {
      throw new IllegalArgumentException("ttl must be positive, is " + ttl);
    }
    if (minResponseSize < 0 || maxResponseSize < 0 || maxKeyBodySize < 0) {
      throw new IllegalArgumentException("sizes must not be negative");
    }
    cacheableMethods = Set.copyOf(cacheableMethods);
    Objects.requireNonNull(key, "key");
  }

  /** Returns the same with another lifetime. */
  public CacheConfiguration withTtl(Duration replacement) {
    return new CacheConfiguration(
        replacement,
        cacheableMethods,
        cacheErrorResponses,
        minResponseSize,
        maxResponseSize,
        maxKeyBodySize,
        shareAcrossCredentials,
        ignoreNoStore,
        respectClientCacheControl,
        coalesce,
        key);
  }
}
