package io.apibuddy.bootstrap.admin;

import io.apibuddy.bootstrap.meter.MetricsView;
import io.apibuddy.bootstrap.metrics.Traffic;
import io.apibuddy.domain.ProxyCore;
import io.apibuddy.domain.config.AliasConfiguration;
import io.apibuddy.ports.admin.AdminResponse;
import io.apibuddy.ports.store.StoreStats;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code GET /admin/domains}: each mapping with its counts and the health of its upstream. */
public final class DomainsEndpoint implements Endpoint {
  private final ConfigurationControl control;
  private final ProxyCore core;
  private final MetricsView metrics;
  private final UpstreamHealth health;

  /** Creates the endpoint. */
  public DomainsEndpoint(
      ConfigurationControl control, ProxyCore core, MetricsView metrics, UpstreamHealth health) {
    this.control = control;
    this.core = core;
    this.metrics = metrics;
    this.health = health;
  }

  private record Failure(String at, String kind, String message) {}

  private record Mapping(
      String upstream,
      double ttlSeconds,
      String policy,
      String mode,
      long requests,
      long hits,
      double hitRate,
      long upstreamErrors,
      long entries,
      @Nullable String lastSuccess,
      @Nullable Failure lastError) {}

  private record Mappings(Map<String, Mapping> domains) {}

  @Override
  public AdminResponse answer(Call call) {
    Map<String, StoreStats> stats = core.stats();
    Map<String, Traffic> counted = metrics.metrics().domains();
    Map<String, Mapping> domains = new TreeMap<>();
    for (AliasConfiguration mapping : control.current().proxy().aliases().values()) {
      StoreStats held = stats.get(mapping.alias());
      domains.put(
          mapping.alias(),
          shown(
              mapping,
              counted.getOrDefault(mapping.alias(), Traffic.NONE),
              health.of(mapping.alias()),
              held == null ? 0 : held.entries()));
    }
    return Json.answer(new Mappings(domains));
  }

  private static Mapping shown(
      AliasConfiguration mapping,
      Traffic counted,
      UpstreamHealth.AliasHealth upstream,
      long entries) {
    Instant success = upstream.lastSuccess();
    UpstreamHealth.Failure failure = upstream.lastError();
    return new Mapping(
        mapping.shown(),
        mapping.cache().ttl().toMillis() / 1e3,
        mapping.cache().policy().name().toLowerCase(Locale.ROOT),
        mapping.cache().mode().name().toLowerCase(Locale.ROOT),
        counted.totalRequests(),
        counted.cacheHits(),
        counted.hitRate(),
        upstream.errors(),
        entries,
        success == null ? null : success.toString(),
        failure == null
            ? null
            : new Failure(failure.at().toString(), failure.kind(), failure.message()));
  }
}
