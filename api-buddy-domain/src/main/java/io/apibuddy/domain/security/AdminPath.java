package io.apibuddy.domain.security;

/** Which paths are the proxy's own. */
public final class AdminPath {

  /** Says that the proxy runs, to everyone. */
  public static final String HEALTH = "/admin/health";

  /** Where a browser signs in and out. */
  public static final String SESSION = "/admin/session";

  private static final String ROOT = "/admin";
  private static final String PAGE = "/admin/ui";

  private AdminPath() {}

  /** Returns whether a raw path, without an access key, is an admin resource's. */
  public static boolean covers(String path) {
    return isAtOrBelow(ROOT, path);
  }

  /** Returns whether a path is the dashboard's page, or a file of it: they hold no data. */
  public static boolean isPage(String path) {
    return isAtOrBelow(PAGE, path);
  }

  private static boolean isAtOrBelow(String root, String path) {
    return path.startsWith(root)
        && (path.length() == root.length() || path.charAt(root.length()) == '/');
  }
}
