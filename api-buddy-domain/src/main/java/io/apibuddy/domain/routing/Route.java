package io.apibuddy.domain.routing;

import io.apibuddy.domain.config.AliasConfiguration;
import java.net.URI;
import java.util.Locale;

/**
 * A mapping with everything that its requests need, derived from its configuration once. Immutable.
 *
 * <p>Routes are compared by identity: a changed configuration has new ones.
 */
public final class Route {
  private final AliasConfiguration configuration;
  private final URI origin;
  private final String path;
  private final String basePath;
  private final String upstream;

  /** Creates the route of a mapping. */
  public Route(AliasConfiguration configuration) {
    this.configuration = configuration;
    URI base = configuration.upstream();
    String scheme = base.getScheme().toLowerCase(Locale.ROOT);
    String host = base.getHost().toLowerCase(Locale.ROOT);
    boolean defaultPort =
        base.getPort() < 0 || base.getPort() == (scheme.equals("https") ? 443 : 80);
    this.origin = URI.create(scheme + "://" + host + (defaultPort ? "" : ":" + base.getPort()));
    this.path = URI.create(base.toASCIIString()).getRawPath();
    this.basePath = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    this.upstream = origin + basePath;
  }

  /** Returns the alias. */
  public String alias() {
    return configuration.alias();
  }

  /** Returns the mapping's configuration. */
  public AliasConfiguration configuration() {
    return configuration;
  }

  /** Returns the upstream's scheme, host and, unless it is the scheme's default, port. */
  public URI origin() {
    return origin;
  }

  /** Returns the path of the upstream's base URL without a trailing slash, empty if it has none. */
  String basePath() {
    return basePath;
  }

  /** Returns the upstream's base URL without a trailing slash. */
  public String upstream() {
    return upstream;
  }

  /**
   * Returns whether the alias alone, with nothing after it, leads to a path that ends in a slash,
   * other than {@code /}.
   */
  boolean endsInSlash() {
    return path.length() > basePath.length() && !basePath.isEmpty();
  }

  /**
   * Returns the target at the upstream; the base URL's own path if nothing follows the alias.
   *
   * @param rest the target after the alias; its path is empty or begins with a slash
   */
  public RequestTarget upstreamTarget(RequestTarget rest) {
    if (rest.path().isEmpty()) {
      return new RequestTarget(path.isEmpty() ? "/" : path, rest.query());
    }
    return basePath.isEmpty() ? rest : new RequestTarget(basePath + rest.path(), rest.query());
  }
}
