package io.apibuddy.domain.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A glob pattern for paths. {@code *} matches any characters within one segment, and {@code **} as
 * a whole segment matches any number of segments, or none. Everything else matches itself,
 * percent-encoded as it is sent. Matching takes at most as many steps as the lengths of pattern and
 * path multiplied. Immutable.
 */
public final class PathGlob {
  /** The maximum length of a pattern, in characters. */
  public static final int MAX_LENGTH = 256;

  private static final String ANY_SEGMENTS = "**";
  private static final Pattern FORM =
      Pattern.compile("(?:\\*\\*|/)(?:[!-~&&[^?#\\\\]])*", Pattern.DOTALL);

  /** Patterns that a plain text search can match: fixed segments, at the end or anywhere. */
  private static final Pattern PLAIN = Pattern.compile("\\*\\*(/[^*]*[^*/])(/\\*\\*)?");

  private final String text;
  private final String[] segments;

  /** The fixed segments of a plain pattern, with their leading slash; empty for other patterns. */
  private final String suffix;

  /** The same with a trailing slash if anything may follow; empty if nothing may. */
  private final String infix;

  /** The longest fixed part, which each path that matches contains, unless it is empty. */
  private final String fixed;

  /** What follows the last asterisk, with which each path that matches ends. */
  private final String tail;

  private PathGlob(String text) {
    this.text = text;
    this.segments = (text.startsWith("/") ? text.substring(1) : text).split("/", -1);
    Matcher plain = PLAIN.matcher(text);
    boolean isPlain = plain.matches();
    this.suffix = isPlain ? plain.group(1) : "";
    this.infix = isPlain && plain.group(2) != null ? suffix + '/' : "";
    this.fixed = longestFixed(text);
    this.tail = text.substring(text.lastIndexOf('*') + 1);
  }

  /**
   * Parses a pattern.
   *
   * @throws IllegalArgumentException if the text is not {@linkplain #isWellFormed well formed}
   */
  public static PathGlob of(String text) {
    if (!isWellFormed(text)) {
      throw new IllegalArgumentException("not a pattern of paths: " + text);
    }
    return new PathGlob(text);
  }

  /**
   * Returns whether a text is a pattern: it begins with a slash or {@code **}, has at most {@link
   * #MAX_LENGTH} characters, contains no character that a path cannot contain, and has {@code **}
   * only as a whole segment.
   */
  public static boolean isWellFormed(String text) {
    if (text.length() > MAX_LENGTH || !FORM.matcher(text).matches()) {
      return false;
    }
    for (String segment : new PathGlob(text).segments) {
      if (segment.contains(ANY_SEGMENTS) && !segment.equals(ANY_SEGMENTS)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns whether a path matches this pattern.
   *
   * @param path the raw path, with its leading slash; an empty one counts as {@code /}
   */
  public boolean matches(String path) {
    if (!suffix.isEmpty()) { // the built-in rules test nearly every request
      return path.endsWith(suffix) || (!infix.isEmpty() && path.contains(infix));
    }
    if (!(path.endsWith(tail) && path.contains(fixed)) && !path.isEmpty()) {
      return false; // which is so for nearly all rules that a request is held to
    }
    int start = 1;
    int index = 0;
    int retryStart = 0;
    int retryIndex = -1;
    while (start <= Math.max(1, path.length())) {
      int end = end(path, start);
      if (index < segments.length && segments[index].equals(ANY_SEGMENTS)) {
        retryIndex = ++index;
        retryStart = start;
      } else if (index < segments.length && matches(segments[index], path, start, end)) {
        index++;
        start = end + 1;
      } else if (retryIndex >= 0) { // let the latest ** match one more segment
        retryStart = end(path, retryStart) + 1;
        start = retryStart;
        index = retryIndex;
      } else {
        return false;
      }
    }
    while (index < segments.length && segments[index].equals(ANY_SEGMENTS)) {
      index++;
    }
    return index == segments.length;
  }

  /** A slash ahead of two asterisks is not fixed: they may stand for no segment at all. */
  private static String longestFixed(String pattern) {
    String longest = "";
    for (String part : pattern.replace("/**", "**").split("\\*+", -1)) {
      longest = part.length() >= longest.length() ? part : longest;
    }
    return longest;
  }

  private static int end(String path, int start) {
    int slash = path.indexOf('/', start);
    return slash < 0 ? Math.max(start, path.length()) : slash;
  }

  private static boolean matches(String segment, String path, int start, int end) {
    if (segment.equals("*")) {
      return true;
    }
    int at = start;
    int index = 0;
    int retryAt = 0;
    int retryIndex = -1;
    while (at < end) {
      if (index < segment.length() && segment.charAt(index) == '*') {
        retryIndex = ++index;
        retryAt = at;
      } else if (index < segment.length() && segment.charAt(index) == path.charAt(at)) {
        index++;
        at++;
      } else if (retryIndex >= 0) { // let the latest * match one more character
        at = ++retryAt;
        index = retryIndex;
      } else {
        return false;
      }
    }
    while (index < segment.length() && segment.charAt(index) == '*') {
      index++;
    }
    return index == segment.length();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PathGlob that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** Returns the pattern as it was written. */
  @Override
  public String toString() {
    return text;
  }
}
