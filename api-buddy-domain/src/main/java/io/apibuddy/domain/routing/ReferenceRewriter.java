package io.apibuddy.domain.routing;

import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Turns what leads to mapped upstreams into what leads to the proxy, so that a client that follows
 * it stays behind it: references ({@code Location}, {@code Content-Location}, {@code Link}, those
 * of operations and uploads) and the scope of cookies ({@code Set-Cookie}). Immutable.
 */
public final class ReferenceRewriter {

  private static final Pattern BEHIND_PATH = Pattern.compile("[?#]");

  private final List<Route> routes;
  private final NestedAliases nested;

  /** Makes a rewriter for the routes of {@code router}. */
  public ReferenceRewriter(Router router) {
    this.routes = router.routes();
    this.nested = new NestedAliases(routes);
  }

  /**
   * Returns the value of a field as the client should see it.
   *
   * @param name the field's name
   * @param value the upstream's value
   * @param asked what the answer was asked for by
   * @param proxy how the client addresses the proxy
   */
  public String rewrite(String name, String value, RoutedTarget asked, ProxyAddress proxy) {
    if (name.equalsIgnoreCase(CookieScope.FIELD)) {
      return CookieScope.within(value, asked, proxy);
    }
    return name.equalsIgnoreCase("Link")
        ? LinkTargets.changed(value, target -> reference(target, asked, proxy))
        : reference(value, asked, proxy);
  }

  /** Returns whether fields of that name hold references, or a cookie's scope. */
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

  private String reference(String reference, RoutedTarget asked, ProxyAddress proxy) {
    if (reference.isEmpty() || reference.startsWith("?") || reference.startsWith("#")) {
      return reference;
    }
    String absolute = UpstreamReference.absolute(reference, asked);
    if (absolute == null) {
      return reference;
    }
    Route own = asked.route();
    if (UpstreamReference.hasScheme(reference)) {
      return rewritten(absolute, own, proxy::url, reference);
    }
    // Beside the alias itself there is nothing of its mapping.
    boolean beside = !reference.startsWith("/") && !asked.rest().path().isEmpty();
    if (beside && leads(absolute, own)) {
      return reference;
    }
    // What names no host does not name one then: some clients follow nothing else.
    Function<Route, String> base = reference.startsWith("//") ? proxy::url : proxy::path;
    return rewritten(absolute, own, base, absolute);
  }

  /**
   * Prefers the mapping that the answer came through, then the longest base. An upstream must not
   * lead its client to where another mapping's own credentials are spent.
   *
   * @param base what stands at the proxy for a mapping's upstream
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

  /** Returns whether an absolute URL is a route's and its alias leads there. */
  private boolean leads(String absolute, Route route) {
    return under(absolute, route) && !nested.catches(absolute, route);
  }

  /**
   * Returns whether an absolute URL, its origin as {@link Route#origin} has it, is a route's. Tabs
   * do not count: clients leave them out (URL Standard section 4.4), and read dot segments then.
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

  /** Returns a URL, or what is behind its beginning, without query and fragment. */
  static String path(String url) {
    return BEHIND_PATH.split(url, 2)[0];
  }
}
