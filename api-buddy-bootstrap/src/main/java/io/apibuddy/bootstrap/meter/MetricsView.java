package io.apibuddy.bootstrap.meter;

import io.apibuddy.bootstrap.metrics.Day;
import io.apibuddy.bootstrap.metrics.ProxyMetrics;
import java.util.List;

/** What was counted, in each form that somebody asks for. Safe for concurrent use. */
public final class MetricsView {
  private final ProxyMeter meter;
  private final Registries registries;
  private final MetricsHistory history;

  /** Shows these. */
  public MetricsView(ProxyMeter meter, Registries registries, MetricsHistory history) {
    this.meter = meter;
    this.registries = registries;
    this.history = history;
  }

  /** Returns what was counted since the start. */
  public ProxyMetrics metrics() {
    return meter.metrics();
  }

  /** Returns how many upstream calls wait for an answer to begin. */
  public int upstreamCallsInFlight() {
    return meter.upstreamCallsInFlight();
  }

  /** Returns the same as JSON, with the days that the journal knows, none if it cannot say. */
  public String json() {
    List<Day> days;
    try {
      days = history.days();
    } catch (Exception | LinkageError e) {
      days = List.of();
    }
    return MetricsJson.of(metrics(), days);
  }

  /** Returns the meters in Prometheus' text format. */
  public String prometheus() {
    return registries.prometheusText();
  }
}
