package io.apibuddy.bootstrap.cli;

import io.apibuddy.bootstrap.config.Configuration;
import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.domain.config.ProxyConfiguration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Knows of a forward proxy that the environment names and nothing uses: what a configuration does
 * not say must not decide where requests and their credentials go.
 */
final class UnusedProxy {
  private static final List<String> VARIABLES =
      List.of("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "HTTP_PROXY", "http_proxy");

  private static final List<String> DIRECT = List.of("NO_PROXY", "no_proxy");

  private UnusedProxy() {}

  /** Returns what to tell of it, empty if there is none or nothing is far enough to need it. */
  static Optional<String> hint(Map<String, String> environment, Configuration configuration) {
    boolean used = configuration.document().find("server.upstream_proxy") != null;
    boolean anyFar =
        configuration.proxy().aliases().values().stream()
            .anyMatch(
                mapping ->
                    mapping.cache().mode() != CacheMode.REPLAY
                        && !ProxyConfiguration.LOOPBACK_HOSTS.contains(
                            mapping.upstream().getHost()));
    boolean unwanted =
        DIRECT.stream().anyMatch(name -> environment.getOrDefault(name, "").strip().equals("*"));
    return VARIABLES.stream()
        .filter(
            name -> anyFar && !used && !unwanted && !environment.getOrDefault(name, "").isBlank())
        .findFirst()
        .map(
            name ->
                name
                    + " is set but not used: APIs are called directly. If they can be reached"
                    + " only through that proxy, set server.upstream_proxy"
                    + (environment.getOrDefault(name, "").startsWith("http://")
                        ? ", in a file to ${" + name + "}"
                        : " to its URL, http://host:port"));
  }
}
