package io.apibuddy.bootstrap.meter;

import io.apibuddy.bootstrap.metrics.Day;
import io.apibuddy.bootstrap.metrics.ProxyMetrics;
import java.util.List;

/**
 * The proxy's metrics as records, as JSON and in Prometheus' text format. Safe for concurrent use.
 */
public final class MetricsView {
  private final ProxyMeter meter;
  private final Registries registries;
  private final MetricsHistory history;

  /** Creates a view of these sources. */
  public MetricsView(ProxyMeter meter, Registries registries, MetricsHistory history) {
    this.meter = meter;
    this.registries = registries;
    this.history = history;
  }

  /** Returns the metrics since the start of the proxy. */
  public ProxyMetrics metrics() {
    return meter.metrics();
  }

  /** Returns the number of upstream calls that wait for the head of their answer. */
  public int upstreamCallsInFlight() {
    return meter.upstreamCallsInFlight();
  }

  /**
   * Returns the metrics as JSON with the history of the journal, which is empty if the journal
   * cannot be read.
   */
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
