package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.Headers;
import java.nio.charset.StandardCharsets;

/** Parses the lines of header and trailer sections (RFC 9112 section 5). */
final class FieldLine {

  private FieldLine() {}

  /**
   * Adds the field on a line, decoded as ISO-8859-1, and returns its name.
   *
   * @param length the length of the line in octets, at most that of the array
   * @throws IllegalArgumentException if there is no colon, or if what precedes it is no field name,
   *     as with white space or a folded line
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
