package io.apibuddy.benchmarks;

import io.apibuddy.domain.cache.CacheDecision;
import io.apibuddy.domain.cache.CacheLookup;
import io.apibuddy.domain.cache.CredentialFingerprint;
import io.apibuddy.domain.cache.ModePolicy;
import io.apibuddy.domain.cache.RequestDirectives;
import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.domain.config.CachePolicy;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.StoredResponse;
import java.time.Instant;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Deciding whether a stored response may answer the request; it is fresh, so it may. */
@State(Scope.Benchmark)
public class DecisionBenchmark {
  private final CacheKey key = Sample.key(4711);
  private final Instant now = Instant.parse("2026-11-26T12:00:00Z");
  private final List<StoredResponse> stored = List.of(Sample.stored(key, now.minusSeconds(60)));
  private final CacheLookup byTtl = lookup(CachePolicy.TTL);
  private final CacheLookup byHttp = lookup(CachePolicy.HTTP);

  /** Policy {@code ttl}: each response is fresh for the configured time. */
  @Benchmark
  public CacheDecision ttl() {
    return ModePolicy.decide(byTtl, stored, now);
  }

  /** Policy {@code http}: RFC 9111. */
  @Benchmark
  public CacheDecision http() {
    return ModePolicy.decide(byHttp, stored, now);
  }

  private CacheLookup lookup(CachePolicy policy) {
    CacheConfiguration cache = Sample.mapping(policy).cache();
    return new CacheLookup(
        cache,
        key,
        RequestDirectives.NONE,
        Sample.REQUEST_FIELDS,
        new CredentialFingerprint(new byte[32], cache.key()),
        "");
  }
}
