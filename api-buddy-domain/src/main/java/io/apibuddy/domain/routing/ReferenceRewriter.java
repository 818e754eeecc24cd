package io.apibuddy.domain.routing;

import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Rewrites references to mapped upstreams into references to the proxy, so that a client that
 * follows them stays behind the proxy. Covers {@code Location}, {@code Content-Location}, {@code
 * Link}, the fields of operations and uploads, and the scope of cookies ({@code Set-Cookie}).
 * Immutable.
 */
public final class ReferenceRewriter {

  private static final Pattern PATH_END = Pattern.compile("[?#]");

  private final List<Route> routes;
  private final NestedAliases nested;

  /** Creates a rewriter for the routes of {@code router}. */
  public ReferenceRewriter(Router router) {
    this.routes = router.routes();
    this.nested = new NestedAliases(routes);
  }

  /**
   * Returns the value of a field as the client should see it.
   *
   * @param name the field's name
   * @param value the upstream's value
   * @param requested the target of the request that the upstream answered
   * @param proxy how the client addresses the proxy
   */
  public String rewrite(String name, String value, RoutedTarget requested, ProxyAddress proxy) {
    if (name.equalsIgnoreCase(CookieScope.FIELD)) {
      return CookieScope.within(value, requested, proxy);
    }
    return name.equalsIgnoreCase("Link")
        ? LinkTargets.changed(value, target -> reference(target, requested, proxy))
        : reference(value, requested, proxy);
  }

  /** Returns whether fields with a name hold references, or set cookies. */
  public static boolean concerns(String name) {
    return name.equalsIgnoreCase("Location")
        || name.equalsIgnoreCase("Content-Location")
        || name.equalsIgnoreCase("Operation-Location")
        || name.equalsIgnoreCase("Azure-AsyncOperation")
        || name.equalsIgnoreCase("X-Goog-Upload-URL")
        || name.equalsIgnoreCase("X-Goog-Upload-Control-URL")
        || name.equalsIgnoreCase("Link")
        || name.equalsIgnoreCase(CookieScope.FIELD);
  }

  private String reference(String reference, RoutedTarget requested, ProxyAddress proxy) {
    if (reference.isEmpty() || reference.startsWith("?") || reference.startsWith("#")) {
      return reference;
    }
    String absolute = UpstreamReference.absolute(reference, requested);
    if (absolute == null) {
      return reference;
    }
    Route own = requested.route();
    if (UpstreamReference.hasScheme(reference)) {
      return rewritten(absolute, own, proxy::url, reference);
    }
    // A reference that is relative to the alias itself would lead out of the mapping.
    boolean beside = !reference.startsWith("/") && !requested.rest().path().isEmpty();
    if (beside && leads(absolute, own)) {
      return reference;
    }
    // A reference without a host stays without one: some clients follow nothing else.
    Function<Route, String> base = reference.startsWith("//") ? proxy::url : proxy::path;
    return rewritten(absolute, own, base, absolute);
  }

  /**
   * Returns a reference to the mapping through which the answer came, if that leads to the URL,
   * else to the one with the longest base URL. Of other mappings only those without injected fields
   * count: an upstream must not lead its client to where their credentials are spent.
   *
   * @param base returns the URL or path of a mapping at the proxy
   * @param otherwise the result if no mapping leads to the URL
   */
  private String rewritten(
      String absolute, Route own, Function<Route, String> base, String otherwise) {
    Route best = leads(absolute, own) ? own : null;
    if (best == null) {
      for (Route route : routes) {
        if (route.configuration().injected().isEmpty()
            && leads(absolute, route)
            && (best == null || route.upstream().length() > best.upstream().length())) {
          best = route;
        }
      }
    }
    if (best == null) {
      return otherwise;
    }
    return base.apply(best) + absolute.substring(best.upstream().length());
  }

  /** Returns whether an absolute URL belongs to a route, and a path below its alias leads there. */
  private boolean leads(String absolute, Route route) {
    return under(absolute, route) && !nested.intercepts(absolute, route);
  }

  /**
   * Returns whether an absolute URL, whose origin has the form of {@link Route#origin}, belongs to
   * a route. Tabs are ignored: clients leave them out (URL Standard section 4.4) before they read
   * dot segments.
   */
  static boolean under(String absolute, Route route) {
    String base = route.upstream();
    if (!absolute.startsWith(base)) {
      return false;
    }
    String below = absolute.substring(base.length());
    String path = path(below).replace("\t", "");
    return (path.isEmpty() ? !route.endsInSlash() : path.startsWith("/"))
        && !DotSegments.climb(path);
  }

  /** Returns a URL, or the rest of one, without its query and fragment. */
  static String path(String url) {
    return PATH_END.split(url, 2)[0];
  }
}
