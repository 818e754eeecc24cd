package io.apibuddy.domain;

import io.apibuddy.domain.config.AccessConfiguration;
import io.apibuddy.domain.config.AccessKey;
import io.apibuddy.domain.config.AdminConfiguration;
import io.apibuddy.domain.config.AliasConfiguration;
import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.domain.config.KeyPosition;
import io.apibuddy.domain.config.ProxyConfiguration;
import io.apibuddy.ports.http.Headers;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds the access rules of a test, for the mappings of {@link CoreFixture}. */
final class AccessSettings {
  static final String KEY = "the-access-key-of-tests";

  private @Nullable AccessKey key;
  private @Nullable AccessKey adminKey;
  private Set<KeyPosition> positions = Set.of(KeyPosition.values());
  private Headers injected = Headers.EMPTY;
  private CacheMode mode = CacheMode.CACHE;
  private boolean reporting = true;
  private boolean admin = true;

  AccessSettings keyed() {
    return keyed(KEY);
  }

  AccessSettings keyed(String text) {
    key = AccessKey.of(text);
    return this;
  }

  AccessSettings adminKey(String text) {
    adminKey = AccessKey.of(text);
    return this;
  }

  AccessSettings in(KeyPosition... allowed) {
    positions = Set.of(allowed);
    return this;
  }

  /** Makes the alias {@code api} add fields. */
  AccessSettings injecting(String... fields) {
    injected = Headers.of(fields);
    return this;
  }

  /** Puts the alias {@code api} into another mode. */
  AccessSettings in(CacheMode other) {
    mode = other;
    return this;
  }

  AccessSettings silent() {
    reporting = false;
    return this;
  }

  AccessSettings withoutAdmin() {
    admin = false;
    return this;
  }

  ProxyConfiguration configuration() {
    return ProxyConfiguration.of(
            AliasConfiguration.of("api", "http://up.test/v1")
                .withCache(CacheConfiguration.DEFAULT.withMode(mode))
                .withInjected(injected),
            AliasConfiguration.of("other", "https://other.test"))
        .withAccess(
            new AccessConfiguration(
                key,
                positions,
                AccessConfiguration.OPEN.paramName(),
                AccessConfiguration.OPEN.headerName(),
                Duration.ofMinutes(5),
                AccessConfiguration.LOOPBACK_ORIGINS,
                reporting,
                new AdminConfiguration(admin, adminKey, 10)));
  }
}
