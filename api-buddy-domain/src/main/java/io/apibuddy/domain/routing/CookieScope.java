package io.apibuddy.domain.routing;

import java.util.Locale;

/**
 * Limits an upstream's cookies to its mapping. To a client all mappings are one host: it would
 * refuse a cookie for the upstream's domain, and send one with {@code Path=/} to every other
 * upstream. Without TLS, most clients would not send back one that is {@code Secure}.
 */
final class CookieScope {

  /** The field that sets cookies, one in each line (RFC 6265 section 4.1). */
  static final String FIELD = "Set-Cookie";

  private CookieScope() {}

  /**
   * Returns a cookie for the proxy's host and for the paths of the mapping that correspond to the
   * cookie's. Everything but {@code Domain}, {@code Path} and {@code Secure} stays as it is.
   *
   * @param cookie the upstream's value
   * @param requested the target of the request that the upstream answered
   * @param proxy how the client addresses the proxy
   */
  static String within(String cookie, RoutedTarget requested, ProxyAddress proxy) {
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
    String mapping = proxy.path(requested.route());
    if (path.startsWith("/")) {
      kept.append("; Path=").append(mapping).append(below(requested.route().basePath(), path));
    } else if (requested.rest().path().isEmpty()) {
      // Otherwise the client's default path (section 5.1.4) lies within the mapping.
      kept.append("; Path=").append(mapping);
    }
    return kept.toString();
  }

  /** Returns whether clients that heed name prefixes refuse the cookie without {@code Secure}. */
  private static boolean isSecureByName(String cookie) {
    String name = cookie.strip().toLowerCase(Locale.ROOT);
    return name.startsWith("__secure-") || name.startsWith("__host-");
  }

  /** Returns the part of an upstream's path below the base path; all of it if it lies elsewhere. */
  private static String below(String base, String path) {
    String bare = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    if (base.equals(bare) || base.startsWith(bare + '/')) {
      return "";
    }
    return path.startsWith(base + '/') ? path.substring(base.length()) : path;
  }
}
