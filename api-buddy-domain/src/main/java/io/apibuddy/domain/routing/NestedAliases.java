package io.apibuddy.domain.routing;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Mappings whose aliases lie below the alias of another mapping. What the upstream of the upper
 * mapping has at such a path cannot be requested through its alias. Immutable.
 */
final class NestedAliases {
  private final Map<Route, List<Route>> below = new HashMap<>();

  NestedAliases(List<Route> routes) {
    for (Route route : routes) {
      List<Route> nested =
          routes.stream()
              .filter(other -> other.alias().startsWith(route.alias() + '/'))
              .sorted(Comparator.comparingInt((Route other) -> other.alias().length()).reversed())
              .toList();
      if (!nested.isEmpty()) {
        below.put(route, nested);
      }
    }
  }

  /**
   * Returns whether a URL must not be rewritten to a path below a route's alias, because a nested
   * mapping would get the request and send it to another URL, or with credentials of its own. The
   * path is compared as clients read it: they remove dot segments, and some decode what need not be
   * encoded, read a backslash as a slash or leave out tabs (URL Standard section 4.4).
   *
   * @param absolute a URL that is {@link ReferenceRewriter#under} the route
   */
  boolean intercepts(String absolute, Route route) {
    List<Route> nested = below.get(route);
    if (nested == null) {
      return false;
    }
    String path = ReferenceRewriter.path(absolute.substring(route.upstream().length()));
    String requested = PercentEncoding.decoded(path).replace("\t", "").replace('\\', '/');
    String rest = requested.isEmpty() ? "" : UpstreamReference.withoutDotSegments(requested);
    for (Route other : nested) {
      String further = other.alias().substring(route.alias().length());
      if (rest.equals(further) || rest.startsWith(further + '/')) {
        RequestTarget target = new RequestTarget(rest.substring(further.length()), null);
        String same = other.origin() + other.upstreamTarget(target).path();
        return !other.configuration().injected().isEmpty()
            || !ReferenceRewriter.path(absolute).equals(same);
      }
    }
    return false;
  }
}
