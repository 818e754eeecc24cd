package io.apibuddy.domain.routing;

import io.apibuddy.domain.config.AliasConfiguration;
import java.net.URI;
import java.util.Locale;

/**
 * A mapping made ready for requests; immutable.
 *
 * <p>Compared by identity: a changed configuration has new routes.
 */
public final class Route {
  private final AliasConfiguration configuration;
  private final URI origin;
  private final String path;
  private final String basePath;
  private final String upstream;

  /** Makes a mapping ready. */
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

  /** Returns the upstream's scheme, host and, unless it is the scheme's own, port. */
  public URI origin() {
    return origin;
  }

  /**
   * Returns the path of the upstream's base URL without a slash at the end, empty if it has none.
   */
  String basePath() {
    return basePath;
  }

  /** Returns the upstream's base URL without a slash at the end. */
  public String upstream() {
    return upstream;
  }

  /** Returns whether an alias with nothing behind it leads to a path that ends in a slash. */
  boolean endsInSlash() {
    return path.length() > basePath.length() && !basePath.isEmpty();
  }

  /**
   * Returns the target to ask the upstream for: the base URL's own where nothing follows the alias.
   *
   * @param rest what follows the alias: empty, or from the slash on
   */
  public RequestTarget upstreamTarget(RequestTarget rest) {
    if (rest.path().isEmpty()) {
      return new RequestTarget(path.isEmpty() ? "/" : path, rest.query());
    }
    return basePath.isEmpty() ? rest : new RequestTarget(basePath + rest.path(), rest.query());
  }
}
