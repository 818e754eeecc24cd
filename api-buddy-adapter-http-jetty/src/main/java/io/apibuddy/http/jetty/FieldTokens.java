package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.Headers;

/** Looks into fields that are lists of tokens (RFC 9110 section 5.6.1). */
final class FieldTokens {

  private FieldTokens() {}

  /** Returns whether a field line of that name lists {@code token}, without regard to case. */
  static boolean contains(Headers headers, String name, String token) {
    for (int i = 0; i < headers.size(); i++) {
      if (headers.name(i).equalsIgnoreCase(name) && lists(headers.value(i), token)) {
        return true;
      }
    }
    return false;
  }

  private static boolean lists(String value, String token) {
    int start = 0;
    while (start <= value.length()) {
      int comma = value.indexOf(',', start);
      int end = comma < 0 ? value.length() : comma;
      if (value.substring(start, end).strip().equalsIgnoreCase(token)) {
        return true;
      }
      start = end + 1;
    }
    return false;
  }
}
