package io.apibuddy.domain;

import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.domain.config.CachePolicy;
import io.apibuddy.domain.config.KeyConfiguration;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The default cache configuration with the changes of a test; for use by one thread. */
final class CacheSettings implements UnaryOperator<CacheConfiguration> {
  private final CacheConfiguration.Builder builder = new CacheConfiguration.Builder();

  CacheSettings http() {
    builder
        .policy(CachePolicy.HTTP)
        .key(
            new KeyConfiguration(
                Set.of(), List.of(), List.of(), KeyConfiguration.DEFAULT_CREDENTIAL_HEADERS));
    return this;
  }

  CacheSettings mode(CacheMode mode) {
    builder.mode(mode);
    return this;
  }

  CacheSettings staleIfError(Duration limit) {
    builder.staleIfError(limit);
    return this;
  }

  CacheSettings staleWhileRevalidate(Duration limit) {
    builder.staleWhileRevalidate(limit);
    return this;
  }

  CacheSettings methods(String... cacheable) {
    builder.cacheableMethods(Set.of(cacheable));
    return this;
  }

  CacheSettings storingErrors() {
    builder.cacheErrorResponses(true);
    return this;
  }

  CacheSettings responses(long min, long max) {
    builder.minResponseSize(min).maxResponseSize(max);
    return this;
  }

  CacheSettings maxKeyBody(long max) {
    builder.maxKeyBodySize(max);
    return this;
  }

  CacheSettings sharing() {
    builder.shareAcrossCredentials(true);
    return this;
  }

  CacheSettings ignoringNoStore() {
    builder.ignoreNoStore(true);
    return this;
  }

  CacheSettings ignoringClients() {
    builder.respectClientCacheControl(false);
    return this;
  }

  CacheSettings withoutCoalescing() {
    builder.coalesce(false);
    return this;
  }

  @Override
  public CacheConfiguration apply(CacheConfiguration ignored) {
    return builder.build();
  }
}
