package io.apibuddy.benchmarks;

import io.apibuddy.domain.cache.AcceptedCoding;
import io.apibuddy.domain.cache.BodyDigest;
import io.apibuddy.domain.cache.CacheKeyFactory;
import io.apibuddy.domain.config.AliasConfiguration;
import io.apibuddy.domain.config.CachePolicy;
import io.apibuddy.domain.config.ProxyConfiguration;
import io.apibuddy.domain.routing.BadTargetException;
import io.apibuddy.domain.routing.RequestTargetParser;
import io.apibuddy.domain.routing.RoutedTarget;
import io.apibuddy.domain.routing.Router;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.store.CacheKey;
import java.util.List;
import java.util.Objects;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Computing a routed request's keys in the hot tier and in the store. */
@State(Scope.Benchmark)
public class KeyBenchmark {
  private final CacheKeyFactory keys;
  private final RoutedTarget target;

  /** Routes the sample request. */
  public KeyBenchmark() {
    AliasConfiguration mapping = Sample.mapping(CachePolicy.TTL);
    keys =
        new CacheKeyFactory(
            mapping, ProxyConfiguration.DEFAULT_CREDENTIAL_QUERY_PARAMS, new byte[32]);
    target = route(mapping);
  }

  /** The key in the hot tier. */
  @Benchmark
  public CacheKey primary() {
    return key(Sample.REQUEST_FIELDS);
  }

  /** The key in the hot tier for a request with credentials, which become a fingerprint. */
  @Benchmark
  public CacheKey primaryWithCredentials() {
    return key(Sample.SIGNED_FIELDS);
  }

  /** The key in the store, which is a digest of the one in the hot tier. */
  @Benchmark
  public byte[] ofTheStore() {
    return key(Sample.REQUEST_FIELDS).digest();
  }

  private CacheKey key(Headers fields) {
    return keys.key(target, "GET", fields, AcceptedCoding.of(fields), BodyDigest.NONE);
  }

  private static RoutedTarget route(AliasConfiguration mapping) {
    try {
      return Objects.requireNonNull(
          new Router(List.of(mapping))
              .route(RequestTargetParser.parse(Sample.REQUEST.target(), "127.0.0.1")));
    } catch (BadTargetException e) {
      throw new IllegalStateException("the sample is well formed", e);
    }
  }
}
