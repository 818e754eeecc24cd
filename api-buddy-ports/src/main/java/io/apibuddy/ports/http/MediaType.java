package io.apibuddy.ports.http;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a {@code Content-Type} says beside its parameters (RFC 9110 section 8.3.1). */
public final class MediaType {

  private MediaType() {}

  /**
   * Returns type and subtype in lower case, without parameters.
   *
   * @param contentType the field's value, null if there is none
   * @return empty if there is none
   */
  public static String of(@Nullable String contentType) {
    if (contentType == null) {
      return "";
    }
    int semicolon = contentType.indexOf(';');
    String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
    return type.trim().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns whether content of a type is JSON (RFC 8259, RFC 6839 section 3.1).
   *
   * @param mediaType what {@link #of} returns
   */
  public static boolean isJson(String mediaType) {
    return mediaType.equals("application/json") || mediaType.endsWith("+json");
  }
}
