package io.apibuddy.domain.routing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Detects paths that climb above their start, however a recipient may decode them. */
final class DotSegments {

  /** An overlong UTF-8 encoding of a dot or separator, which lax decoders accept. */
  private record Overlong(String text, char character) {}

  private static final List<Overlong> OVERLONG =
      List.of(
          new Overlong("%c0%ae", '.'),
          new Overlong("%e0%80%ae", '.'),
          new Overlong("%c0%af", '/'),
          new Overlong("%e0%80%af", '/'),
          new Overlong("%c1%9c", '\\'));

  private DotSegments() {}

  /**
   * Returns whether dot segments (RFC 3986 section 5.2.4) lead above the start of a path. {@code
   * %2F} and {@code %5C} count as separators, {@code %2E} as a dot, and so do overlong forms. A
   * segment's parameters (from the first semicolon on) are ignored. Since not every recipient takes
   * an encoded separator for one, a segment that ends at one makes the path no deeper.
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
      boolean encoded = c == '%';
      if (encoded) {
        Overlong overlong = overlong(path, i);
        c = overlong == null ? RequestTargetParser.octet(path, i) : overlong.character();
        i += overlong == null ? 2 : overlong.text().length() - 1;
      }
      if (c == '/' || c == '\\') {
        if (other || dots > 2) {
          depth += encoded ? 0 : 1;
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

  /** Returns the overlong form at {@code index}, null if there is none. */
  private static @Nullable Overlong overlong(String path, int index) {
    for (Overlong form : OVERLONG) {
      if (path.regionMatches(true, index, form.text(), 0, form.text().length())) {
        return form;
      }
    }
    return null;
  }
}
