package io.apibuddy.ports.http;

import org.jspecify.annotations.Nullable;

/** What a {@code Content-Encoding} says of how content is packed (RFC 9110 section 8.4.1). */
public enum ContentCoding {
  /** Not at all. */
  NONE,
  /** With gzip, which also goes by {@code x-gzip}. */
  GZIP,
  /** In another way, or in several. */
  OTHER;

  /**
   * Returns what a field says.
   *
   * @param contentEncoding the field's value, null if there is none
   */
  public static ContentCoding of(@Nullable String contentEncoding) {
    String name = contentEncoding == null ? "" : contentEncoding.strip();
    if (name.isEmpty() || name.equalsIgnoreCase("identity")) {
      return NONE;
    }
    return name.equalsIgnoreCase("gzip") || name.equalsIgnoreCase("x-gzip") ? GZIP : OTHER;
  }
}
