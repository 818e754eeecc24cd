package io.apibuddy.domain.cache;

import io.apibuddy.domain.routing.RequestTarget;
import io.apibuddy.domain.routing.RoutedTarget;
import io.apibuddy.ports.http.ResponseHead;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which stored responses an unsafe request makes untrue (RFC 9111 section 4.4). */
public final class Invalidation {

  private Invalidation() {}

  /**
   * Returns the targets, as the upstream knows them: the request's own, and what {@code Location}
   * and {@code Content-Location} name on the same origin.
   */
  public static Set<RequestTarget> targets(RoutedTarget request, ResponseHead answer) {
    Set<RequestTarget> targets = new LinkedHashSet<>();
    targets.add(request.upstream());
    for (String field : new String[] {"Location", "Content-Location"}) {
      String reference = answer.headers().first(field);
      RequestTarget named = reference == null ? null : sameOrigin(request, reference.trim());
      if (named != null) {
        targets.add(named);
      }
    }
    return targets;
  }

  private static @Nullable RequestTarget sameOrigin(RoutedTarget request, String reference) {
    try {
      URI origin = request.route().origin();
      URI own = URI.create(origin + request.upstream().text());
      // java.net.URI drops the last segment for a query alone (RFC 3986 section 5.2.2 keeps it)
      URI named =
          own.resolve(
              reference.startsWith("?") ? request.upstream().path() + reference : reference);
      boolean same =
          origin.getScheme().equalsIgnoreCase(named.getScheme())
              && origin.getHost().equalsIgnoreCase(named.getHost())
              && port(origin) == port(named);
      String path = named.getRawPath();
      return same && path != null
          ? new RequestTarget(path.isEmpty() ? "/" : path, named.getRawQuery())
          : null;
    } catch (IllegalArgumentException notReadable) {
      return null;
    }
  }

  private static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
  }
}
