package io.apibuddy.bootstrap.admin;

import io.apibuddy.bootstrap.meter.MetricsView;
import io.apibuddy.ports.admin.AdminException;
import io.apibuddy.ports.admin.AdminResponse;
import java.util.Locale;
import java.util.Set;

/** {@code GET /admin/metrics}: the metrics as JSON or in the text format of Prometheus. */
public final class MetricsEndpoint implements Endpoint {
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private static final Set<String> TEXT =
      Set.of("text/plain", "text/*", "application/openmetrics-text");
  private static final Set<String> JSON = Set.of("application/json", "application/*");

  private final MetricsView metrics;

  /** Creates the endpoint. */
  public MetricsEndpoint(MetricsView metrics) {
    this.metrics = metrics;
  }

  @Override
  public AdminResponse answer(Call call) throws AdminException {
    return switch (format(call)) {
      case "json" -> AdminResponse.of("application/json", metrics.json() + "\n");
      case "prometheus" -> AdminResponse.of(PROMETHEUS, metrics.prometheus());
      default -> throw AdminErrors.badRequest("format: expected json or prometheus.");
    };
  }

  private static String format(Call call) throws AdminException {
    String wanted = call.parameter("format");
    if (wanted != null) {
      return wanted;
    }
    String accept = call.request().headers().joined("Accept");
    return accept != null && weight(accept, TEXT) > weight(accept, JSON) ? "prometheus" : "json";
  }

  /** Returns the largest weight that {@code Accept} gives any of these media ranges, 0 if none. */
  private static double weight(String accept, Set<String> ranges) {
    double largest = 0;
    for (String item : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] parts = item.split(";", -1);
      if (ranges.contains(parts[0].strip())) {
        double weight = 1;
        for (String parameter : parts) {
          weight = parameter.strip().startsWith("q=") ? number(parameter.strip()) : weight;
        }
        largest = Math.max(largest, weight);
      }
    }
    return largest;
  }

  private static double number(String weight) {
    try {
      return Double.parseDouble(weight.substring(2));
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
