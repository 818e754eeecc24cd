package io.apibuddy.bootstrap.metrics;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a proxy has counted since its start. Immutable.
 *
 * @param domains the traffic of each alias by its name, aliases without exchanges included
 * @param otherRequests exchanges that belong to no alias: requests to the proxy's own resources and
 *     to unknown aliases, and those refused before the alias was known
 * @param uptime the time since the proxy started
 */
public record ProxyMetrics(Map<String, Traffic> domains, long otherRequests, Duration uptime) {

  /** Copies the map in its order and refuses null. */
  public ProxyMetrics {
    domains = Collections.unmodifiableMap(new LinkedHashMap<>(domains));
    Objects.requireNonNull(uptime, "uptime");
  }

  /** Returns the sum of all aliases' traffic. */
  public Traffic total() {
    return domains.values().stream().reduce(Traffic.NONE, Traffic::plus);
  }

  /** Returns the number of aliases that have had at least one exchange. */
  public int domainsServed() {
    return Math.toIntExact(
        domains.values().stream().filter(traffic -> traffic.totalRequests() > 0).count());
  }
}
