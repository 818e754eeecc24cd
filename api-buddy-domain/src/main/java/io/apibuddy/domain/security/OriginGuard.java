package io.apibuddy.domain.security;

import io.apibuddy.ports.http.Headers;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Keeps web pages from spending what is the proxy owner's. Browsers name the page that asks in
 * {@code Origin} (RFC 6454), or say in {@code Sec-Fetch-Site} that it is another site's; programs
 * send neither. Immutable.
 */
public final class OriginGuard {
  private static final String ANY_PORT = ":*";
  private static final Pattern PORT = Pattern.compile(":\\d+$");

  private final Set<String> exact = new HashSet<>();
  private final Set<String> onAnyPort = new HashSet<>();

  /**
   * Makes a guard.
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
   * Returns whether a request comes from a program, from an allowed page or from the proxy's own.
   *
   * @param authority the host and port that it addresses, which must be the proxy's
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
   * Returns whether the browser says that the request is of such a site's page. Chromium says
   * {@code none}, as of what its user has typed, of what any page has it fetch ahead of a visit
   * (Speculation Rules); the visit itself then says what is true.
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
