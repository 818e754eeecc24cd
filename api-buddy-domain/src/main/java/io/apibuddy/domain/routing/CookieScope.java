package io.apibuddy.domain.routing;

import java.util.Locale;

/**
 * Keeps an upstream's cookies to its mapping. To a client all mappings are one host: it would
 * refuse a cookie for the upstream's domain, and send one for {@code Path=/} to every other
 * upstream. Where it speaks to the proxy without TLS, it would send none that is {@code Secure}.
 */
final class CookieScope {

  /** The field that sets cookies, one each (RFC 6265 section 4.1). */
  static final String FIELD = "Set-Cookie";

  private CookieScope() {}

  /**
   * Returns a cookie for the host of the proxy and the part of its paths that stands for those of
   * the upstream. All but {@code Domain}, {@code Path} and {@code Secure} stays as it is.
   *
   * @param cookie the upstream's value
   * @param asked what it was asked for by
   * @param proxy how the client addresses the proxy
   */
  static String within(String cookie, RoutedTarget asked, ProxyAddress proxy) {
    String[] parts = cookie.split(";", -1);
    StringBuilder kept = new StringBuilder(parts[0]);
    String path = "";
    boolean secure = proxy.secure() || isSecureByName(parts[0]);
    for (int i = 1; i < parts.length; i++) {
      String[] attribute = parts[i].split("=", 2);
      String name = attribute[0].strip();
      if (name.equalsIgnoreCase("Path")) {
        path = attribute.length < 2 ? "" : attribute[1].strip(); // the last one counts
      } else if (!name.equalsIgnoreCase("Domain") && (secure || !name.equalsIgnoreCase("Secure"))) {
        kept.append(';').append(parts[i]);
      }
    }
    String mapping = proxy.path(asked.route());
    if (path.startsWith("/")) {
      kept.append("; Path=").append(mapping).append(below(asked.route().basePath(), path));
    } else if (asked
        .rest()
        .path()
        .isEmpty()) { // else the client's default (section 5.1.4) is in it
      kept.append("; Path=").append(mapping);
    }
    return kept.toString();
  }

  /** Returns whether clients that heed the name refuse the cookie if it is not {@code Secure}. */
  private static boolean isSecureByName(String cookie) {
    String name = cookie.strip().toLowerCase(Locale.ROOT);
    return name.startsWith("__secure-") || name.startsWith("__host-");
  }

  /** Returns what a path of the upstream's has below its base; all of it if it is elsewhere. */
  private static String below(String base, String path) {
    String bare = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    if (base.equals(bare) || base.startsWith(bare + '/')) {
      return "";
    }
    return path.startsWith(base + '/') ? path.substring(base.length()) : path;
  }
}
