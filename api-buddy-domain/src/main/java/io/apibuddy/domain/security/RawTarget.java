package io.apibuddy.domain.security;

import org.jspecify.annotations.Nullable;

/**
 * A request target cut into pieces before anything is known of its form: keys must be found in
 * malformed ones too.
 *
 * @param before scheme and authority of an absolute form, all of a form that has no path
 * @param path the path, empty if there is none
 * @param query what follows the question mark, null if there is none
 */
record RawTarget(String before, String path, @Nullable String query) {

  static RawTarget of(String target) {
    int path = pathStart(target);
    int question = target.indexOf('?', path);
    return new RawTarget(
        target.substring(0, path),
        question < 0 ? target.substring(path) : target.substring(path, question),
        question < 0 ? null : target.substring(question + 1));
  }

  /** Returns the first segment of a path, empty if it has none. */
  static String firstSegment(String path) {
    if (path.length() < 2) {
      return "";
    }
    int end = path.indexOf('/', 1);
    return end < 0 ? path.substring(1) : path.substring(1, end);
  }

  /** Returns the target in one piece. */
  String text() {
    return query == null ? before + path : before + path + '?' + query;
  }

  private static int pathStart(String target) {
    if (target.startsWith("/")) {
      return 0;
    }
    int scheme = target.indexOf("://");
    if (scheme < 0) {
      return target.length();
    }
    for (int i = scheme + 3; i < target.length(); i++) {
      if (target.charAt(i) == '/' || target.charAt(i) == '?') {
        return i;
      }
    }
    return target.length();
  }
}
