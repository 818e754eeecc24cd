package io.apibuddy.domain.routing;

/** Whether a path climbs out of where it starts, however a recipient may decode it. */
final class DotSegments {

  private DotSegments() {}

  /**
   * Returns whether dot segments (RFC 3986 section 5.2.4) lead above the start. Separators are also
   * {@code %2F} and {@code %5C}, dots also {@code %2E}; a segment's parameters (from the first
   * semicolon on) do not count.
   */
  static boolean climb(String path) {
    if (path.indexOf('.') < 0 && path.indexOf('%') < 0) {
      return false;
    }
    int depth = 0;
    int dots = 0;
    boolean other = false;
    boolean parameters = false;
    int length = path.length();
    for (int i = 0; i <= length; i++) {
      int c = i == length ? '/' : path.charAt(i);
      if (c == '%') {
        c = RequestTargetParser.octet(path, i);
        i += 2;
      }
      if (c == '/' || c == '\\') {
        if (other || dots > 2) {
          depth++;
        } else if (dots == 2 && --depth < 0) {
          return true;
        }
        dots = 0;
        other = false;
        parameters = false;
      } else if (c == ';') {
        parameters = true;
      } else if (c == '.' && !parameters) {
        dots++;
      } else if (!parameters) {
        other = true;
      }
    }
    return false;
  }
}
