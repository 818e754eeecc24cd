package io.apibuddy.domain.replay;

import io.apibuddy.domain.config.AliasConfiguration;
import io.apibuddy.domain.routing.Route;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.StoredRequest;

/**
 * Has references to the upstream at which an answer was recorded lead to the one that the alias has
 * now, so that a client that follows them stays behind the proxy. Immutable.
 *
 * @param from the former base URL, without a slash at its end
 * @param to the present one
 */
record MovedReferences(String from, String to) {

  /** Returns an answer to {@code recorded} as the upstream of {@code mapping} would give it. */
  static ResponseHead at(AliasConfiguration mapping, StoredRequest recorded, ResponseHead answer) {
    MovedReferences moved = new MovedReferences(recorded.upstream(), new Route(mapping).upstream());
    return moved.from.equals(moved.to) ? answer : FieldReferences.changed(answer, moved::reference);
  }

  private String reference(String reference) {
    boolean pathOnly = reference.startsWith("/") && !reference.startsWith("//");
    String base = pathOnly ? path(from) : from;
    if (!isBelow(reference, base)) {
      return reference;
    }
    String rest = reference.substring(base.length());
    return pathOnly ? absolutePath(path(to) + rest) : to + rest;
  }

  /** Returns a reference by its path alone: not relative to another one, nor with a host. */
  private static String absolutePath(String moved) {
    return moved.startsWith("//") ? "/." + moved : moved.startsWith("/") ? moved : "/" + moved;
  }

  private static boolean isBelow(String reference, String base) {
    return reference.startsWith(base)
        && (reference.length() == base.length()
            || "/?#".indexOf(reference.charAt(base.length())) >= 0);
  }

  private static String path(String upstream) {
    return upstream.substring(PortableRequest.basePath(upstream));
  }
}
