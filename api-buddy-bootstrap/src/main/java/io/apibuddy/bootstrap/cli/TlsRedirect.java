package io.apibuddy.bootstrap.cli;

import java.net.URI;
import java.util.Locale;

/** Detects redirects with which an API demands TLS. */
final class TlsRedirect {

  private TlsRedirect() {}

  /**
   * Returns the origin (scheme, host and port) of a redirect's target if the redirect leads from an
   * upstream without TLS to the same host with TLS, otherwise an empty text.
   *
   * @param location the response's {@code Location}, empty if it has none; may be no valid URL
   */
  static String origin(URI upstream, String location) {
    URI target;
    try {
      target = URI.create(location);
    } catch (IllegalArgumentException e) {
      return "";
    }
    boolean same =
        "http".equalsIgnoreCase(upstream.getScheme())
            && "https".equalsIgnoreCase(target.getScheme())
            && upstream.getHost().equalsIgnoreCase(target.getHost());
    String port = target.getPort() < 0 ? "" : ":" + target.getPort();
    return same ? "https://" + target.getHost().toLowerCase(Locale.ROOT) + port : "";
  }
}
