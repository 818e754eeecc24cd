package io.apibuddy.domain.routing;

import io.apibuddy.domain.config.AliasConfiguration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the mapping of a request: the longest alias that ends on a segment boundary. Immutable. */
public final class Router {
  private final Map<String, List<Route>> byFirstSegment = new HashMap<>();
  private final List<Route> routes;

  /** Creates a router for some mappings. */
  public Router(Collection<AliasConfiguration> mappings) {
    routes = mappings.stream().map(Route::new).toList();
    for (Route route : routes) {
      byFirstSegment
          .computeIfAbsent(firstSegment('/' + route.alias()), first -> new ArrayList<>())
          .add(route);
    }
    byFirstSegment
        .values()
        .forEach(
            same -> same.sort(Comparator.comparingInt((Route r) -> r.alias().length()).reversed()));
  }

  /** Returns all routes, in the order of the configuration. */
  public List<Route> routes() {
    return routes;
  }

  /** Returns whether a path segment is an alias, or the first segment of one. */
  public boolean hasAliasIn(String segment) {
    return byFirstSegment.containsKey(segment);
  }

  /**
   * Returns the destination of a target, null if no alias matches.
   *
   * @throws BadTargetException if dot segments lead out of the alias
   */
  public @Nullable RoutedTarget route(RequestTarget target) throws BadTargetException {
    String path = target.path();
    for (Route route : byFirstSegment.getOrDefault(firstSegment(path), List.of())) {
      String alias = route.alias();
      int end = 1 + alias.length();
      if (path.startsWith(alias, 1) && (path.length() == end || path.charAt(end) == '/')) {
        RequestTarget rest = new RequestTarget(path.substring(end), target.query());
        if (DotSegments.climb(rest.path())) {
          throw new BadTargetException("The path leaves its alias through dot segments.");
        }
        return new RoutedTarget(route, rest, route.upstreamTarget(rest));
      }
    }
    return null;
  }

  /**
   * Returns the path, from the alias on, that leads to a URL of an upstream; if several mappings
   * lead there, the path of the one with the longest base URL. Null if none does.
   */
  public @Nullable String pathTo(String url) {
    String absolute = UpstreamReference.canonical(url);
    Route best = null;
    for (Route route : routes) {
      if (absolute != null
          && ReferenceRewriter.under(absolute, route)
          && (best == null || route.upstream().length() > best.upstream().length())) {
        best = route;
      }
    }
    return absolute == null || best == null
        ? null
        : '/' + best.alias() + absolute.substring(best.upstream().length());
  }

  private static String firstSegment(String path) {
    int end = path.indexOf('/', 1);
    return end < 0 ? path.substring(1) : path.substring(1, end);
  }
}
