package io.apibuddy.domain;

import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.domain.config.CachePolicy;
import io.apibuddy.domain.config.KeyConfiguration;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The default cache configuration with what a test changes of it; for use by one thread. */
final class CacheSettings implements UnaryOperator<CacheConfiguration> {
  private Set<String> methods = Set.of("GET", "POST");
  private boolean errors;
  private long minResponse = 100;
  private long maxResponse = 10L << 20;
  private long maxKeyBody = 10L << 20;
  private boolean share;
  private boolean ignoreNoStore;
  private boolean respectClient = true;
  private boolean coalesce = true;
  private CachePolicy policy = CachePolicy.TTL;
  private CacheMode mode = CacheMode.CACHE;
  private KeyConfiguration key = KeyConfiguration.DEFAULT;
  private Duration staleIfError = Duration.ZERO;
  private Duration staleWhileRevalidate = Duration.ZERO;

  CacheSettings http() {
    policy = CachePolicy.HTTP;
    key =
        new KeyConfiguration(
            Set.of(), List.of(), List.of(), KeyConfiguration.DEFAULT_CREDENTIAL_HEADERS);
    return this;
  }

  CacheSettings mode(CacheMode other) {
    mode = other;
    return this;
  }

  CacheSettings staleIfError(Duration limit) {
    staleIfError = limit;
    return this;
  }

  CacheSettings staleWhileRevalidate(Duration limit) {
    staleWhileRevalidate = limit;
    return this;
  }

  CacheSettings methods(String... cacheable) {
    methods = Set.of(cacheable);
    return this;
  }

  CacheSettings storingErrors() {
    errors = true;
    return this;
  }

  CacheSettings responses(long min, long max) {
    minResponse = min;
    maxResponse = max;
    return this;
  }

  CacheSettings maxKeyBody(long max) {
    maxKeyBody = max;
    return this;
  }

  CacheSettings sharing() {
    share = true;
    return this;
  }

  CacheSettings ignoringNoStore() {
    ignoreNoStore = true;
    return this;
  }

  CacheSettings ignoringClients() {
    respectClient = false;
    return this;
  }

  CacheSettings withoutCoalescing() {
    coalesce = false;
    return this;
  }

  @Override
  public CacheConfiguration apply(CacheConfiguration ignored) {
    return new CacheConfiguration(
        policy,
        mode,
        Duration.ofDays(7),
        methods,
        errors,
        minResponse,
        maxResponse,
        maxKeyBody,
        share,
        ignoreNoStore,
        respectClient,
        coalesce,
        staleIfError,
        staleWhileRevalidate,
        key);
  }
}
