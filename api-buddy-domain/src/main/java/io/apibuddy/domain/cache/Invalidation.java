package io.apibuddy.domain.cache;

import io.apibuddy.domain.routing.RequestTarget;
import io.apibuddy.domain.routing.RoutedTarget;
import io.apibuddy.domain.routing.UpstreamReference;
import io.apibuddy.ports.http.ResponseHead;
import java.util.LinkedHashSet;
import java.util.Set;

/** Finds the stored responses that an unsafe request invalidates (RFC 9111 section 4.4). */
public final class Invalidation {

  private Invalidation() {}

  /**
   * Returns the targets at the upstream whose stored responses become invalid: that of the request,
   * and those that {@code Location} and {@code Content-Location} name on the same origin.
   */
  public static Set<RequestTarget> targets(RoutedTarget request, ResponseHead answer) {
    Set<RequestTarget> targets = new LinkedHashSet<>();
    targets.add(request.upstream());
    for (String field : new String[] {"Location", "Content-Location"}) {
      String reference = answer.headers().first(field);
      RequestTarget named =
          reference == null ? null : UpstreamReference.onSameOrigin(reference.trim(), request);
      if (named != null) {
        targets.add(named);
      }
    }
    return targets;
  }
}
