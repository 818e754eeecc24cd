package io.apibuddy.bootstrap.admin;

import io.apibuddy.bootstrap.meter.MetricsView;
import io.apibuddy.ports.admin.AdminAnswer;
import io.apibuddy.ports.admin.AdminException;

/** {@code GET /admin/metrics}: what was counted, as JSON or as Prometheus reads it. */
public final class MetricsEndpoint implements Endpoint {
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final MetricsView metrics;

  /** Shows {@code metrics}. */
  public MetricsEndpoint(MetricsView metrics) {
    this.metrics = metrics;
  }

  @Override
  public AdminAnswer answer(Call call) throws AdminException {
    return switch (format(call)) {
      case "json" -> AdminAnswer.of("application/json", metrics.json() + "\n");
      case "prometheus" -> AdminAnswer.of(PROMETHEUS, metrics.prometheus());
      default -> throw Failures.badRequest("format: expected json or prometheus.");
    };
  }

  private static String format(Call call) throws AdminException {
    String wanted = call.parameter("format");
    if (wanted != null) {
      return wanted;
    }
    String accept = call.request().headers().joined("Accept");
    boolean text = accept != null && accept.contains("text/plain") && !accept.contains("json");
    return text ? "prometheus" : "json";
  }
}
