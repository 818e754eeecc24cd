package io.apibuddy.domain.security;

/** Recognizes the paths of admin resources. */
public final class AdminPath {

  /** The health check, which is open to everyone. */
  public static final String HEALTH = "/admin/health";

  /** The resource at which a browser signs in and out. */
  public static final String SESSION = "/admin/session";

  private static final String ROOT = "/admin";
  private static final String PAGE = "/admin/ui";

  private AdminPath() {}

  /** Returns whether a raw path, without an access key, is that of an admin resource. */
  public static boolean covers(String path) {
    return isAtOrBelow(ROOT, path);
  }

  /** Returns whether a path is that of the dashboard's page or of its files, which hold no data. */
  public static boolean isPage(String path) {
    return isAtOrBelow(PAGE, path);
  }

  private static boolean isAtOrBelow(String root, String path) {
    return path.startsWith(root)
        && (path.length() == root.length() || path.charAt(root.length()) == '/');
  }
}
