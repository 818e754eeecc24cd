package io.apibuddy.ports.http;

import org.jspecify.annotations.Nullable;

/** The content coding that {@code Content-Encoding} names (RFC 9110 section 8.4.1). */
public enum ContentCoding {
  /** No coding. */
  NONE,
  /** Gzip, also known as {@code x-gzip}. */
  GZIP,
  /** Another coding, or several. */
  OTHER;

  /**
   * Returns the coding that a field value names.
   *
   * @param contentEncoding the field's value, null if the field is absent
   */
  public static ContentCoding of(@Nullable String contentEncoding) {
    String name = contentEncoding == null ? "" : contentEncoding.strip();
    if (name.isEmpty() || name.equalsIgnoreCase("identity")) {
      return NONE;
    }
    return name.equalsIgnoreCase("gzip") || name.equalsIgnoreCase("x-gzip") ? GZIP : OTHER;
  }
}
