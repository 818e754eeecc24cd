package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.Headers;
import java.nio.charset.StandardCharsets;

/** A line of a header or trailer section (RFC 9112 section 5). */
final class FieldLine {

  private FieldLine() {}

  /**
   * Adds the field of a line, each octet a character, and returns its name.
   *
   * @param length how many octets of {@code line} are the line
   * @throws IllegalArgumentException if there is no colon or something else than a name before it,
   *     white space and the folding of lines among that
   */
  static String addTo(Headers.Builder fields, byte[] line, int length) {
    int colon = 0;
    while (colon < length && line[colon] != ':') {
      colon++;
    }
    if (colon == length) {
      throw new IllegalArgumentException("a field line without a colon");
    }
    int start = colon + 1;
    int end = length;
    while (start < end && isWhiteSpace(line[start])) {
      start++;
    }
    while (end > start && isWhiteSpace(line[end - 1])) {
      end--;
    }
    String name = text(line, 0, colon);
    fields.add(name, text(line, start, end));
    return name;
  }

  private static String text(byte[] line, int start, int end) {
    return new String(line, start, end - start, StandardCharsets.ISO_8859_1);
  }

  private static boolean isWhiteSpace(byte octet) {
    return octet == ' ' || octet == '\t';
  }
}
