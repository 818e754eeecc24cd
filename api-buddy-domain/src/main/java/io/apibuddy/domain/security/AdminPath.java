package io.apibuddy.domain.security;

/** Which paths are the proxy's own. */
public final class AdminPath {

  /** Says that the proxy runs, to everyone. */
  public static final String HEALTH = "/admin/health";

  private static final String ROOT = "/admin";

  private AdminPath() {}

  /** Returns whether a raw path, without an access key, is an admin resource's. */
  public static boolean covers(String path) {
    return path.startsWith(ROOT)
        && (path.length() == ROOT.length() || path.charAt(ROOT.length()) == '/');
  }
}
