package io.apibuddy.domain.routing;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns references into mapped upstreams into references to the proxy, so that a client that
 * follows them stays behind it ({@code Location}, {@code Content-Location}, {@code
 * Operation-Location}, {@code Link}). Immutable.
 */
public final class ReferenceRewriter {

  private static final Pattern LINK_TARGET = Pattern.compile("<([^>]*)>");

  private final List<Route> routes;

  /** Makes a rewriter for the routes of {@code router}. */
  public ReferenceRewriter(Router router) {
    this.routes = router.routes();
  }

  /**
   * Returns the value of a field as the client should see it.
   *
   * @param name the field's name
   * @param value the upstream's value
   * @param own the mapping that the answer came through
   * @param authority host and port that the client addresses the proxy by, and what else its URLs
   *     have ahead of the alias
   */
  public String rewrite(String name, String value, Route own, String authority) {
    if (!name.equalsIgnoreCase("Link")) {
      return reference(value, own, authority);
    }
    return LINK_TARGET
        .matcher(value)
        .replaceAll(
            link -> Matcher.quoteReplacement("<" + reference(link.group(1), own, authority) + ">"));
  }

  /** Returns whether fields of that name hold references. */
  public static boolean holdsReferences(String name) {
    return name.equalsIgnoreCase("Location")
        || name.equalsIgnoreCase("Content-Location")
        || name.equalsIgnoreCase("Operation-Location")
        || name.equalsIgnoreCase("Link");
  }

  private String reference(String reference, Route own, String authority) {
    // What the upstream leaves out is its own, not the proxy's (RFC 3986 section 5.2.2).
    if (reference.startsWith("//")) {
      return absolute(own.origin().getScheme() + ":" + reference, own, authority);
    }
    if (reference.startsWith("/")) {
      String absolute = own.origin() + reference;
      return rewritten(absolute, own, authority, absolute);
    }
    return absolute(reference, own, authority);
  }

  private String absolute(String reference, Route own, String authority) {
    int end = originEnd(reference);
    if (end < 0) {
      return reference;
    }
    URI origin;
    try {
      origin = URI.create(reference.substring(0, end).toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      return reference;
    }
    String canonical = canonicalOrigin(origin);
    return rewritten(canonical + reference.substring(end), own, authority, reference);
  }

  /**
   * Prefers the mapping that the answer came through, then the longest base. An upstream must not
   * lead its client to where another mapping's own credentials are spent.
   */
  private String rewritten(String absolute, Route own, String authority, String otherwise) {
    Route best = under(absolute, own) ? own : null;
    if (best == null) {
      for (Route route : routes) {
        if (route.configuration().injected().isEmpty()
            && under(absolute, route)
            && (best == null || route.upstream().length() > best.upstream().length())) {
          best = route;
        }
      }
    }
    if (best == null) {
      return otherwise;
    }
    return "http://"
        + authority
        + '/'
        + best.alias()
        + absolute.substring(best.upstream().length());
  }

  private static boolean under(String absolute, Route route) {
    String base = route.upstream();
    if (!absolute.startsWith(base)) {
      return false;
    }
    return absolute.length() == base.length() || "/?#".indexOf(absolute.charAt(base.length())) >= 0;
  }

  private static int originEnd(String reference) {
    String lower = reference.toLowerCase(Locale.ROOT);
    int start = lower.startsWith("http://") ? 7 : lower.startsWith("https://") ? 8 : -1;
    if (start < 0) {
      return -1;
    }
    for (int i = start; i < reference.length(); i++) {
      if ("/?#".indexOf(reference.charAt(i)) >= 0) {
        return i;
      }
    }
    return reference.length();
  }

  private static String canonicalOrigin(URI origin) {
    int standard = "https".equals(origin.getScheme()) ? 443 : 80;
    if (origin.getPort() == standard && origin.getHost() != null) {
      return origin.getScheme() + "://" + origin.getHost();
    }
    return origin.toString();
  }
}
