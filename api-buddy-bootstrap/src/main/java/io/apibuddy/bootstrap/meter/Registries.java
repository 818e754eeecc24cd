package io.apibuddy.bootstrap.meter;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * The Micrometer registries of a proxy: its own Prometheus registry and, if the embedder gave one,
 * the embedder's, until the proxy is closed. Safe for concurrent use.
 */
public final class Registries implements AutoCloseable {
  private final PrometheusMeterRegistry prometheus =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final @Nullable MeterRegistry given;
  private final MeterRegistry all;

  /** Creates the registries; meters also go to {@code given} unless it is null. */
  public Registries(@Nullable MeterRegistry given) {
    this.given = given;
    this.all = given == null ? prometheus : new CompositeMeterRegistry().add(prometheus).add(given);
  }

  /** Returns the registry that passes meters to all others. */
  public MeterRegistry all() {
    return all;
  }

  /** Returns the meters in Prometheus' text format. */
  public String prometheusText() {
    return prometheus.scrape();
  }

  /** Removes the meters from the embedder's registry, which stays open. */
  @Override
  public void close() {
    if (given != null) {
      for (Meter meter : all.getMeters()) {
        given.removeByPreFilterId(meter.getId());
      }
    }
    prometheus.close();
  }
}
