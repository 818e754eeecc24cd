package io.apibuddy.bootstrap.demo;

import io.apibuddy.bootstrap.config.Assignment;
import java.util.List;
import java.util.Map;

/**
 * The configuration of the demo's proxy. It keeps everything in memory, whatever the user's
 * settings.
 */
public final class SampleMappings {
  static final String SAMPLE = "sample";
  static final String PRICES = "prices";
  static final String LIMITED = "limited";

  /** The number of requests a minute that the mapping {@link #LIMITED} may send upstream. */
  static final int LIMIT = 2;

  private SampleMappings() {}

  /** Returns the configuration of a proxy in front of the API at {@code upstream}. */
  public static List<Assignment> of(String upstream, int port) {
    return List.of(
        assignment("server.port", port),
        assignment("logging.level", "ERROR"),
        assignment("cache.backend", "memory"),
        assignment("cache.database_path", ":memory:"),
        // The output must not depend on how busy this machine is.
        assignment("cache.store_budget", "30s"),
        assignment(
            "metrics.prices",
            Map.of("sample-1", Map.of("input", 3, "output", 15, "currency", "USD"))),
        assignment("cache.min_cache_response_size", 0),
        Assignment.mapping("demo", SAMPLE, upstream),
        Assignment.mapping("demo", PRICES, upstream),
        assignment("domain_mappings." + PRICES + ".ttl", "500ms"),
        assignment("domain_mappings." + PRICES + ".stale_if_error_seconds", 60),
        Assignment.mapping("demo", LIMITED, upstream),
        assignment("domain_mappings." + LIMITED + ".throttling.limits", LIMIT + "/minute"));
  }

  private static Assignment assignment(String path, Object value) {
    return Assignment.of("demo", path, value);
  }
}
