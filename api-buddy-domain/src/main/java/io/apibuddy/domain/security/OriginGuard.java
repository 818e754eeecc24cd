package io.apibuddy.domain.security;

import io.apibuddy.ports.http.Headers;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Keeps foreign web pages from using the credentials of the proxy's owner, the answers obtained
 * with them, and the admin resources. Browsers name the origin of the requesting page in {@code
 * Origin} (RFC 6454), or say in {@code Sec-Fetch-Site} that the page is another site's; programs
 * send neither. Immutable.
 */
public final class OriginGuard {
  private static final String ANY_PORT = ":*";
  private static final Pattern PORT = Pattern.compile(":\\d+$");

  private final Set<String> exact = new HashSet<>();
  private final Set<String> onAnyPort = new HashSet<>();

  /**
   * Creates a guard.
   *
   * @param allowed origins in lower case; {@code *} in place of a port stands for any
   */
  public OriginGuard(Set<String> allowed) {
    for (String origin : allowed) {
      if (origin.endsWith(ANY_PORT)) {
        onAnyPort.add(origin.substring(0, origin.length() - ANY_PORT.length()));
      } else {
        exact.add(origin);
      }
    }
  }

  /**
   * Returns whether a request comes from a program, an allowed page or a page of the proxy.
   *
   * @param authority the host and port that the request addresses, which must be the proxy's
   */
  public boolean admits(Headers request, String authority) {
    List<String> origins = request.all("Origin");
    if (origins.isEmpty()) {
      return !comesFrom("cross-site", request)
          && !(request.contains("Sec-Purpose") && comesFrom("none", request));
    }
    return origins.size() == 1 && admits(origins.get(0).toLowerCase(Locale.ROOT), authority);
  }

  /**
   * Returns whether {@code Sec-Fetch-Site} has a value. Chromium says {@code none}, as for an
   * address that its user has typed, also for what any page has it fetch ahead of a visit
   * (Speculation Rules); the visit itself then says where it comes from.
   */
  private static boolean comesFrom(String site, Headers request) {
    return request.all("Sec-Fetch-Site").stream().anyMatch(site::equalsIgnoreCase);
  }

  private boolean admits(String origin, String authority) {
    String own = authority.toLowerCase(Locale.ROOT);
    return exact.contains(origin)
        || onAnyPort.contains(withoutPort(origin))
        || origin.equals("http://" + own)
        || origin.equals("https://" + own);
  }

  private static String withoutPort(String origin) {
    return PORT.matcher(origin).replaceFirst("");
  }
}
