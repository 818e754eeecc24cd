package io.apibuddy.bootstrap.config;

import io.apibuddy.bootstrap.error.Problem;
import io.apibuddy.domain.config.AliasConfiguration;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Finds mappings whose alias lies below another mapping's alias although they lead to different
 * servers. Clients send the cookies of the upper path to the lower one as well (RFC 6265 section
 * 5.1.4).
 */
final class NestedMappings {

  private NestedMappings() {}

  /** Returns a problem for each such mapping. */
  static List<Problem> of(Configuration configuration) {
    Map<String, AliasConfiguration> mappings = configuration.proxy().aliases();
    List<Problem> nested = new ArrayList<>();
    for (AliasConfiguration mapping : mappings.values()) {
      for (String above : above(mapping, mappings.values())) {
        nested.add(
            new Problem(
                "",
                Schema.MAPPINGS + "." + mapping.alias(),
                "lies below the alias "
                    + above
                    + ", which leads to another server: clients send cookies of "
                    + above
                    + " to this one too; give it another name"));
      }
    }
    return nested;
  }

  private static List<String> above(
      AliasConfiguration mapping, Collection<AliasConfiguration> mappings) {
    return mappings.stream()
        .filter(other -> mapping.alias().startsWith(other.alias() + '/'))
        .filter(other -> !server(other.upstream()).equals(server(mapping.upstream())))
        .map(AliasConfiguration::alias)
        .toList();
  }

  private static String server(URI upstream) {
    boolean tls = upstream.getScheme().equalsIgnoreCase("https");
    int port = upstream.getPort() >= 0 ? upstream.getPort() : tls ? 443 : 80;
    return upstream.getHost().toLowerCase(Locale.ROOT) + ':' + port;
  }
}
