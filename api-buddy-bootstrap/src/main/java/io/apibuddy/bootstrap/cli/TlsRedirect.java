package io.apibuddy.bootstrap.cli;

import java.net.URI;
import java.util.Locale;

/** Sees that an API wants to be asked with TLS. */
final class TlsRedirect {

  private TlsRedirect() {}

  /**
   * Returns scheme, host and port that a redirect leads to if it leads from an upstream without TLS
   * to the same host with TLS; else empty.
   *
   * @param location the answer's field, empty if it has none
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
