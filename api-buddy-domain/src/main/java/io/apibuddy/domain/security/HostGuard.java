package io.apibuddy.domain.security;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Admits only requests for known host names, so that no web page can reach the proxy by a name of
 * its own that it has made resolve to the proxy's address (DNS rebinding). Safe for concurrent use.
 */
public final class HostGuard {
  private final Set<String> allowed;
  private final boolean any;

  /** The authority that was admitted last: nearly all requests address the same one. */
  private volatile @Nullable String admitted;

  /**
   * Creates a guard.
   *
   * @param allowed host names in lower case, without port; {@code *} for any
   */
  public HostGuard(Set<String> allowed) {
    this.allowed = Set.copyOf(allowed);
    this.any = allowed.contains("*");
  }

  /** Returns whether a request for {@code authority} (host and port) may pass. */
  public boolean admits(String authority) {
    if (any || authority.equals(admitted)) {
      return true;
    }
    boolean right = allowed.contains(host(authority).toLowerCase(Locale.ROOT));
    if (right) {
      admitted = authority;
    }
    return right;
  }

  /**
   * Returns whether an authority of the scheme {@code http} has a port. If it does not have the
   * proxy's, it is that of another server on this machine, and the client uses the proxy as a
   * forward proxy.
   */
  public static boolean hasPort(String authority, int port) {
    String stated = authority.substring(host(authority).length());
    return stated.length() <= 1 ? port == 80 : stated.equals(":" + port);
  }

  private static String host(String authority) {
    int colon = authority.lastIndexOf(':');
    return colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
  }
}
