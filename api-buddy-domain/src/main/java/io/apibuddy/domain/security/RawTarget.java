package io.apibuddy.domain.security;

import org.jspecify.annotations.Nullable;

/**
 * A request target, split before its form is checked: malformed ones may hold keys, too.
 *
 * @param before scheme and authority of an absolute form; all of a target that has no path
 * @param path the path, empty if there is none
 * @param query the text after the question mark, null if there is no question mark
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

  /** Joins the parts to a target. */
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
