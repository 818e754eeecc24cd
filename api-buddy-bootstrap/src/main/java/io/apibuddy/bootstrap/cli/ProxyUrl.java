package io.apibuddy.bootstrap.cli;

import java.net.URI;
import java.net.URISyntaxException;
import picocli.CommandLine.ExitCode;

/** Checks the URL of a running proxy. */
final class ProxyUrl {
  private static final int LAST_PORT = 65_535;

  private ProxyUrl() {}

  /**
   * Returns a URL for {@link AdminClient}, without slashes at the end. It may have a path that
   * contains the key or leads through another proxy.
   *
   * @throws CommandFailure if the text cannot be the URL of a proxy
   */
  static String checked(String given) {
    try {
      URI uri = new URI(given);
      boolean web =
          "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
      int port = uri.getPort();
      if (web
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && (port == -1 || (port > 0 && port <= LAST_PORT))
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null) {
        return given.replaceFirst("/+$", "");
      }
    } catch (URISyntaxException e) {
      // Reported below like any other text that is no such URL.
    }
    throw new CommandFailure(
        "--url: expected the URL of a proxy, such as http://127.0.0.1:8080", ExitCode.USAGE);
  }

  /** Returns whether a checked URL has a path. */
  static boolean hasPath(String checked) {
    return checked.indexOf('/', checked.indexOf("://") + "://".length()) >= 0;
  }
}
