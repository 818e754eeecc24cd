package io.apibuddy.domain.security;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Answers only to host names it was told of, so that no web page can reach the proxy by a name of
 * its own that resolves to it (DNS rebinding). Immutable.
 */
public final class HostGuard {
  private final Set<String> allowed;
  private final boolean any;

  /** What was admitted last: nearly all requests address the same. */
  private volatile @Nullable String admitted;

  /**
   * Makes a guard.
   *
   * @param allowed host names in lower case without port; {@code *} for any
   */
  public HostGuard(Set<String> allowed) {
    this.allowed = Set.copyOf(allowed);
    this.any = allowed.contains("*");
  }

  /** Returns whether a request that addresses {@code authority} (host and port) may pass. */
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
   * Returns whether an authority of the scheme {@code http} has a port: else it is another server's
   * on the same machine, for which a client takes the proxy to be its way.
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
