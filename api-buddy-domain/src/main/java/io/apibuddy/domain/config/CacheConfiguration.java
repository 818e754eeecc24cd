package io.apibuddy.domain.config;

import io.apibuddy.ports.store.StoreCapacity;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;

/**
 * The cache configuration of one mapping, or of one of its rules.
 *
 * @param policy whose rules decide what is stored and reused
 * @param mode which part the store and the upstream have
 * @param ttl how long a stored response is fresh in {@code ttl} policy, and how long a stale one is
 *     kept for validation in {@code http} policy; positive
 * @param cacheableMethods methods whose answers may be stored; HEAD is answered from a stored GET
 * @param cacheErrorResponses whether {@code ttl} policy stores 4xx and 5xx, except those about one
 *     client or one moment, which docs/http-caching.md lists
 * @param minResponseSize the minimum size of answers stored in {@code ttl} policy, in bytes
 * @param maxResponseSize the maximum size of stored answers, in bytes
 * @param maxKeyBodySize requests with a longer body bypass the cache, in bytes
 * @param shareAcrossCredentials whether requests with different credentials may share an entry
 * @param ignoreNoStore whether an upstream's {@code no-store} is ignored
 * @param respectClientCacheControl whether a request's {@code Cache-Control} is obeyed
 * @param coalesce whether equal requests in flight are collapsed into one upstream request
 * @param staleIfError how long after it expired a response may stand in for a failing upstream
 * @param staleWhileRevalidate how long after it expired a response may be used while it is renewed
 * @param key what distinguishes requests
 */
public record CacheConfiguration(
    CachePolicy policy,
    CacheMode mode,
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
    Duration staleIfError,
    Duration staleWhileRevalidate,
    KeyConfiguration key) {

  /** Policy {@code ttl}, seven days, GET and POST, 100 bytes to 10 MiB. */
  public static final CacheConfiguration DEFAULT = new Builder().build();

  /** Rejects a lifetime that is not positive, and negative sizes and stale times. */
  public CacheConfiguration {
    if (ttl.isZero() || ttl.isNegative()) {
      throw new IllegalArgumentException("ttl must be positive, is " + ttl);
    }
    if (minResponseSize < 0 || maxResponseSize < 0 || maxKeyBodySize < 0) {
      throw new IllegalArgumentException("sizes must not be negative");
    }
    if (staleIfError.isNegative() || staleWhileRevalidate.isNegative()) {
      throw new IllegalArgumentException("stale times must not be negative");
    }
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(mode, "mode");
    cacheableMethods = Set.copyOf(cacheableMethods);
    Objects.requireNonNull(key, "key");
  }

  /** Returns a builder that starts with the values of this configuration. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** Returns a copy with another lifetime. */
  public CacheConfiguration withTtl(Duration replacement) {
    return toBuilder().ttl(replacement).build();
  }

  /** Returns a copy in another mode. */
  public CacheConfiguration withMode(CacheMode replacement) {
    return toBuilder().mode(replacement).build();
  }

  /**
   * Returns this configuration with the size limits that apply in its mode: a recording may have
   * any size that the store can hold, and no other answer may exceed that size.
   */
  public CacheConfiguration effectiveFor(StoreCapacity capacity) {
    long maxSize = capacity.maxContentLength();
    if (mode == CacheMode.RECORD) {
      return toBuilder().minResponseSize(0).maxResponseSize(maxSize).build();
    }
    return maxResponseSize <= maxSize ? this : toBuilder().maxResponseSize(maxSize).build();
  }

  /** Returns whether the store is used for requests with a method; HEAD goes with GET. */
  public boolean usesStoreFor(String method) {
    return switch (mode) {
      case CACHE, REFRESH -> cacheableMethods.contains(method.equals("HEAD") ? "GET" : method);
      case RECORD, REPLAY -> true;
      case PASSTHROUGH -> false;
    };
  }

  /**
   * Returns whether answers are stored with their cookies. RFC 9111 wants that (sections 3.1 and
   * 7.3); a developer's cache, or a recording that others replay, must not hold them.
   */
  public boolean storesCookies() {
    return policy == CachePolicy.HTTP && mode != CacheMode.RECORD;
  }

  /** Returns the minimum size of stored answers, in bytes. */
  public long minStoredSize() {
    return policy == CachePolicy.TTL ? minResponseSize : 0;
  }

  /**
   * Builds a configuration, starting from {@link #DEFAULT} or from another configuration. Each
   * setter sets the component of the same name. Not safe for concurrent use.
   */
  public static final class Builder {
    private CachePolicy policy = CachePolicy.TTL;
    private CacheMode mode = CacheMode.CACHE;
    private Duration ttl = Duration.ofDays(7);
    private Set<String> cacheableMethods = Set.of("GET", "POST");
    private boolean cacheErrorResponses;
    private long minResponseSize = 100;
    private long maxResponseSize = 10L << 20;
    private long maxKeyBodySize = 10L << 20;
    private boolean shareAcrossCredentials;
    private boolean ignoreNoStore;
    private boolean respectClientCacheControl = true;
    private boolean coalesce = true;
    private Duration staleIfError = Duration.ZERO;
    private Duration staleWhileRevalidate = Duration.ZERO;
    private KeyConfiguration key = KeyConfiguration.DEFAULT;

    /** Creates a builder that starts with the values of {@link #DEFAULT}. */
    public Builder() {}

    private Builder(CacheConfiguration like) {
      policy = like.policy;
      mode = like.mode;
      ttl = like.ttl;
      cacheableMethods = like.cacheableMethods;
      cacheErrorResponses = like.cacheErrorResponses;
      minResponseSize = like.minResponseSize;
      maxResponseSize = like.maxResponseSize;
      maxKeyBodySize = like.maxKeyBodySize;
      shareAcrossCredentials = like.shareAcrossCredentials;
      ignoreNoStore = like.ignoreNoStore;
      respectClientCacheControl = like.respectClientCacheControl;
      coalesce = like.coalesce;
      staleIfError = like.staleIfError;
      staleWhileRevalidate = like.staleWhileRevalidate;
      key = like.key;
    }

    public Builder policy(CachePolicy value) {
      policy = value;
      return this;
    }

    public Builder mode(CacheMode value) {
      mode = value;
      return this;
    }

    public Builder ttl(Duration value) {
      ttl = value;
      return this;
    }

    public Builder cacheableMethods(Set<String> value) {
      cacheableMethods = value;
      return this;
    }

    public Builder cacheErrorResponses(boolean value) {
      cacheErrorResponses = value;
      return this;
    }

    public Builder minResponseSize(long value) {
      minResponseSize = value;
      return this;
    }

    public Builder maxResponseSize(long value) {
      maxResponseSize = value;
      return this;
    }

    public Builder maxKeyBodySize(long value) {
      maxKeyBodySize = value;
      return this;
    }

    public Builder shareAcrossCredentials(boolean value) {
      shareAcrossCredentials = value;
      return this;
    }

    public Builder ignoreNoStore(boolean value) {
      ignoreNoStore = value;
      return this;
    }

    public Builder respectClientCacheControl(boolean value) {
      respectClientCacheControl = value;
      return this;
    }

    public Builder coalesce(boolean value) {
      coalesce = value;
      return this;
    }

    public Builder staleIfError(Duration value) {
      staleIfError = value;
      return this;
    }

    public Builder staleWhileRevalidate(Duration value) {
      staleWhileRevalidate = value;
      return this;
    }

    public Builder key(KeyConfiguration value) {
      key = value;
      return this;
    }

    /**
     * Returns the configuration.
     *
     * @throws IllegalArgumentException if a value is out of its range
     */
    public CacheConfiguration build() {
      return new CacheConfiguration(
          policy,
          mode,
          ttl,
          cacheableMethods,
          cacheErrorResponses,
          minResponseSize,
          maxResponseSize,
          maxKeyBodySize,
          shareAcrossCredentials,
          ignoreNoStore,
          respectClientCacheControl,
          coalesce,
          staleIfError,
          staleWhileRevalidate,
          key);
    }
  }
}
