package io.apibuddy.domain.exchange;

import java.util.Locale;

/** What a {@code Content-Type} says beside its parameters (RFC 9110 section 8.3.1). */
final class MediaType {

  private MediaType() {}

  /** Returns type and subtype of a field value in lower case, without parameters. */
  static String of(String contentType) {
    int semicolon = contentType.indexOf(';');
    String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
    return type.trim().toLowerCase(Locale.ROOT);
  }
}
