package io.apibuddy.bootstrap.cli;

import io.apibuddy.bootstrap.config.Configuration;
import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.domain.config.ProxyConfiguration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Hints at a forward proxy that the environment names but the configuration does not. Such a proxy
 * is not used, because only the configuration may decide where requests and their credentials go.
 */
final class UnusedProxy {
  private static final List<String> VARIABLES =
      List.of("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "HTTP_PROXY", "http_proxy");

  private static final List<String> NO_PROXY = List.of("NO_PROXY", "no_proxy");

  private UnusedProxy() {}

  /**
   * Returns the hint for the user, empty if there is no such forward proxy or none is needed:
   * {@code NO_PROXY} is {@code *}, or every mapping leads to this machine or is in mode {@code
   * replay}.
   */
  static Optional<String> hint(Map<String, String> environment, Configuration configuration) {
    boolean used = configuration.document().find("server.upstream_proxy") != null;
    boolean anyRemote =
        configuration.proxy().aliases().values().stream()
            .anyMatch(
                mapping ->
                    mapping.cache().mode() != CacheMode.REPLAY
                        && !ProxyConfiguration.LOOPBACK_HOSTS.contains(
                            mapping.upstream().getHost()));
    boolean unwanted =
        NO_PROXY.stream().anyMatch(name -> environment.getOrDefault(name, "").strip().equals("*"));
    return VARIABLES.stream()
        .filter(
            name ->
                anyRemote && !used && !unwanted && !environment.getOrDefault(name, "").isBlank())
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
