package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.Headers;

/** Looks into fields that are lists of tokens (RFC 9110 section 5.6.1). */
final class FieldTokens {

  private FieldTokens() {}

  /** Returns whether a field of that name lists {@code token}, without regard to case. */
  static boolean contains(Headers headers, String name, String token) {
    return headers.elements(name).stream().anyMatch(token::equalsIgnoreCase);
  }
}
