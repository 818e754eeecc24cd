package io.apibuddy.domain.replay;

import io.apibuddy.domain.config.AliasConfiguration;
import io.apibuddy.domain.routing.Route;
import io.apibuddy.domain.routing.UpstreamReference;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.StoredRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
    String written = recorded.upstream(); // perhaps by hand
    String from = Objects.requireNonNullElse(UpstreamReference.canonical(written), written);
    MovedReferences moved = new MovedReferences(from, new Route(mapping).upstream());
    return moved.from.equals(moved.to) ? answer : FieldReferences.changed(answer, moved::reference);
  }

  private String reference(String reference) {
    if (reference.startsWith("//")) {
      String moved = url(scheme(from) + reference);
      return moved == null ? reference : moved.substring(scheme(to).length());
    }
    if (reference.startsWith("/")) {
      String rest = below(path(from), reference);
      return rest == null ? reference : absolutePath(path(to) + rest);
    }
    String moved = url(reference);
    return moved == null ? reference : moved;
  }

  /** Returns a URL that is moved, null if it does not lead to the former upstream. */
  private @Nullable String url(String reference) {
    String absolute = UpstreamReference.canonical(reference);
    String rest = absolute == null ? null : below(from, absolute);
    return rest == null ? null : to + rest;
  }

  /** Returns a reference by its path alone: not relative to another one, nor with a host. */
  private static String absolutePath(String moved) {
    return moved.startsWith("//") ? "/." + moved : moved.startsWith("/") ? moved : "/" + moved;
  }

  /** Returns what follows a base in a reference, null if the reference does not lead there. */
  private static @Nullable String below(String base, String reference) {
    boolean leads =
        reference.startsWith(base)
            && (reference.length() == base.length()
                || "/?#".indexOf(reference.charAt(base.length())) >= 0);
    return leads ? reference.substring(base.length()) : null;
  }

  private static String scheme(String upstream) {
    return upstream.substring(0, upstream.indexOf("//"));
  }

  private static String path(String upstream) {
    return upstream.substring(PortableRequest.basePath(upstream));
  }
}
