package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.ProtocolVersion;

/**
 * A request line (RFC 9112 section 3).
 *
 * @param method the method
 * @param target the request target as received
 * @param version the version, where a later 1.x counts as 1.1 (RFC 9110 section 2.5)
 */
record RequestLine(String method, String target, ProtocolVersion version) {

  /** The longest method accepted, in characters; no registered one is as long. */
  static final int MAX_METHOD_LENGTH = 64;

  private static final String NAME = "HTTP/";
  private static final String USUAL_VERSION = "HTTP/1.1";
  private static final String[] COMMON_METHODS = {"GET", "POST", "HEAD"};

  /** Parses a line of three parts, separated by one space each. */
  static RequestLine parse(String line) throws RefusedRequest {
    int first = line.indexOf(' ');
    int second = line.indexOf(' ', first + 1);
    if (first < 1 || first > MAX_METHOD_LENGTH || second < 0) {
      throw new RefusedRequest(400);
    }
    return new RequestLine(
        method(line, first), line.substring(first + 1, second), version(line, second + 1));
  }

  /** Returns the first {@code length} characters; for usual methods always the same string. */
  private static String method(String line, int length) {
    for (String usual : COMMON_METHODS) {
      if (usual.length() == length && line.startsWith(usual)) {
        return usual;
      }
    }
    return line.substring(0, length);
  }

  private static ProtocolVersion version(String line, int start) throws RefusedRequest {
    if (line.length() == start + USUAL_VERSION.length() && line.endsWith(USUAL_VERSION)) {
      return ProtocolVersion.HTTP_1_1;
    }
    String text = line.substring(start);
    if (text.equals("HTTP/1.0")) {
      return ProtocolVersion.HTTP_1_0;
    }
    boolean wellFormed =
        text.length() == 8
            && text.startsWith(NAME)
            && isDigit(text.charAt(5))
            && text.charAt(6) == '.'
            && isDigit(text.charAt(7));
    if (!wellFormed) {
      throw new RefusedRequest(400);
    }
    if (text.charAt(5) != '1') {
      throw new RefusedRequest(505);
    }
    return ProtocolVersion.HTTP_1_1;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
