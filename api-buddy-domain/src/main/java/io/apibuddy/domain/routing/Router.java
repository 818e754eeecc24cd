package io.apibuddy.domain.routing;

import io.apibuddy.domain.config.AliasConfiguration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the mapping of a path: the longest alias that matches on segment boundaries. Immutable. */
public final class Router {
  private final Map<String, List<Route>> byFirstSegment = new HashMap<>();
  private final List<Route> routes;

  /** Makes a router of the given mappings. */
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

  /** Returns every route in the order of the configuration. */
  public List<Route> routes() {
    return routes;
  }

  /** Returns whether an alias begins with a path segment, or is it. */
  public boolean hasAliasIn(String segment) {
    return byFirstSegment.containsKey(segment);
  }

  /**
   * Returns where a target goes, null if no alias matches.
   *
   * @throws BadTargetException if the path below the alias climbs out of it
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
   * Returns the path, from the alias on, that leads to what a URL of an upstream names; that of the
   * longest base. Null if no mapping leads there.
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
