package io.apibuddy.bootstrap.metrics;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a proxy did since it was started.
 *
 * @param domains each alias's exchanges, those without any included
 * @param otherRequests exchanges that went to no alias: of the proxy's own resources, unknown
 *     aliases and what was refused before
 * @param uptime since when
 */
public record ProxyMetrics(Map<String, Traffic> domains, long otherRequests, Duration uptime) {

  /** Keeps the order. */
  public ProxyMetrics {
    domains = Collections.unmodifiableMap(new LinkedHashMap<>(domains));
    Objects.requireNonNull(uptime, "uptime");
  }

  /** Returns the exchanges of all aliases together. */
  public Traffic total() {
    return domains.values().stream().reduce(Traffic.NONE, Traffic::plus);
  }

  /** Returns how many aliases had any. */
  public int domainsServed() {
    return Math.toIntExact(
        domains.values().stream().filter(traffic -> traffic.totalRequests() > 0).count());
  }
}
