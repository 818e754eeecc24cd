package io.apibuddy.domain.config;

import io.apibuddy.ports.store.StoreCapacity;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;

/**
 * How one mapping is cached.
 *
 * @param policy by whose rules responses are stored and reused
 * @param mode which part store and upstream have
 * @param ttl how long a stored response is fresh in {@code ttl} policy, and how long a stale one is
 *     kept for validation in {@code http} policy; positive
 * @param cacheableMethods methods whose answers may be stored; HEAD is answered from GET
 * @param cacheErrorResponses whether 4xx and 5xx may be stored in {@code ttl} policy, but those
 *     about one caller or one moment, which docs/http-caching.md lists
 * @param minResponseSize smaller answers are not stored in {@code ttl} policy, in bytes
 * @param maxResponseSize larger answers are not stored, in bytes
 * @param maxKeyBodySize requests with a longer body are passed on uncached, in bytes
 * @param shareAcrossCredentials whether requests with different credentials may share an entry
 * @param ignoreNoStore whether an upstream's {@code no-store} is overruled
 * @param respectClientCacheControl whether a request's {@code Cache-Control} counts
 * @param coalesce whether equal requests in flight make one upstream call
 * @param staleIfError how long after its lifetime a response may stand in for an upstream's failure
 * @param staleWhileRevalidate how long after its lifetime a response may be used while a new one is
 *     fetched
 * @param key what tells requests apart
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

  /** {@code ttl} policy, seven days, GET and POST, 100 bytes to 10 MiB. */
  public static final CacheConfiguration DEFAULT = new Builder().build();

  /** Refuses a lifetime that is not positive and sizes that are negative. */
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

  /** Returns a builder that has all of this. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** Returns the same with another lifetime. */
  public CacheConfiguration withTtl(Duration replacement) {
    return toBuilder().ttl(replacement).build();
  }

  /** Returns the same in another mode. */
  public CacheConfiguration withMode(CacheMode replacement) {
    return toBuilder().mode(replacement).build();
  }

  /** Returns what counts in its mode: a recording may have any size that a store can hold. */
  public CacheConfiguration inForce(StoreCapacity capacity) {
    long most = capacity.mostContent();
    if (mode == CacheMode.RECORD) {
      return toBuilder().minResponseSize(0).maxResponseSize(most).build();
    }
    return maxResponseSize <= most ? this : toBuilder().maxResponseSize(most).build();
  }

  /** Returns whether the store has a part in requests of a method; HEAD goes with GET. */
  public boolean usesStoreFor(String method) {
    return switch (mode) {
      case CACHE, REFRESH -> cacheableMethods.contains(method.equals("HEAD") ? "GET" : method);
      case RECORD, REPLAY -> true;
      case PASSTHROUGH -> false;
    };
  }

  /**
   * Returns whether what may be stored is stored with its cookies: RFC 9111 wants it so (sections
   * 3.1 and 7.3), a developer's cache and a recording that others replay do not.
   */
  public boolean storesCookies() {
    return policy == CachePolicy.HTTP && mode != CacheMode.RECORD;
  }

  /** Returns from how many bytes on answers are stored. */
  public long leastStoredSize() {
    return policy == CachePolicy.TTL ? minResponseSize : 0;
  }

  /**
   * Makes a configuration from another, or from {@link #DEFAULT}, and what is named; each of its
   * methods is that of the component with its name. For use by one thread.
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

    /** Creates one that has what {@link #DEFAULT} has. */
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
     * @throws IllegalArgumentException for what the configuration refuses
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
