package io.apibuddy.domain.routing;

import java.util.Locale;

/**
 * Parses request targets. Nothing is decoded or normalized, and targets that recipients could read
 * in different ways are refused.
 */
public final class RequestTargetParser {

  private static final String SCHEME = "http://";

  private RequestTargetParser() {}

  /**
   * Parses a target in origin form, or in absolute form for the host that the request addresses.
   *
   * @param target the raw target
   * @param authority the host and port that the request addresses
   * @throws BadTargetException if the target has another form or is malformed
   */
  public static RequestTarget parse(String target, String authority) throws BadTargetException {
    String origin = target.charAt(0) == '/' ? target : originForm(target, authority);
    RequestTarget read = RequestTarget.split(origin);
    checkPath(read.path());
    if (read.query() != null) {
      checkCharacters(read.query());
    }
    return read;
  }

  private static String originForm(String target, String authority) throws BadTargetException {
    if (!target.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw new BadTargetException("The request target must begin with a slash.");
    }
    int end = target.length();
    for (int i = SCHEME.length(); i < target.length(); i++) {
      char c = target.charAt(i);
      if (c == '/' || c == '?') {
        end = i;
        break;
      }
    }
    String addressed = target.substring(SCHEME.length(), end);
    if (!addressed.toLowerCase(Locale.ROOT).equals(authority.toLowerCase(Locale.ROOT))) {
      throw new BadTargetException(
          "An absolute request target must name this proxy; use an alias to reach other servers.");
    }
    String rest = target.substring(end);
    return rest.startsWith("/") ? rest : '/' + rest;
  }

  private static void checkPath(String path) throws BadTargetException {
    checkCharacters(path);
    for (int i = path.indexOf('%'); i >= 0; i = path.indexOf('%', i + 1)) {
      int octet = octet(path, i);
      if (octet < 0) {
        throw new BadTargetException("The path contains a percent sign without two hex digits.");
      }
      if (octet < ' ' || octet == 0x7f) {
        throw new BadTargetException("The path contains an encoded control character.");
      }
    }
  }

  private static void checkCharacters(String text) throws BadTargetException {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        throw new BadTargetException("The request target contains a backslash.");
      }
      if (c == '#') {
        throw new BadTargetException("The request target contains a fragment.");
      }
      if (c > '~') {
        throw new BadTargetException(
            "The request target contains a non-ASCII character; percent-encode it.");
      }
    }
  }

  /** Returns the octet that the percent sign at {@code index} encodes, -1 if it encodes none. */
  static int octet(String text, int index) {
    if (index + 2 >= text.length()) {
      return -1;
    }
    int high = Character.digit(text.charAt(index + 1), 16);
    int low = Character.digit(text.charAt(index + 2), 16);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
  }
}
