package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.Headers;

/** A line of a header or trailer section (RFC 9112 section 5). */
final class FieldLine {

  private FieldLine() {}

  /**
   * Adds the field of a line.
   *
   * @throws IllegalArgumentException if there is no colon or something else than a name before it,
   *     white space and the folding of lines among that
   */
  static void addTo(Headers.Builder fields, String line) {
    int colon = line.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("a field line without a colon");
    }
    int start = colon + 1;
    int end = line.length();
    while (start < end && isWhiteSpace(line.charAt(start))) {
      start++;
    }
    while (end > start && isWhiteSpace(line.charAt(end - 1))) {
      end--;
    }
    fields.add(line.substring(0, colon), line.substring(start, end));
  }

  private static boolean isWhiteSpace(char c) {
    return c == ' ' || c == '\t';
  }
}
