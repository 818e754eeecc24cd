package io.apibuddy.ports.http;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Media types without their parameters (RFC 9110 section 8.3.1). */
public final class MediaType {

  private MediaType() {}

  /**
   * Returns type and subtype in lower case, without parameters.
   *
   * @param contentType the value of {@code Content-Type}, null if the field is absent
   * @return the media type, empty if the field is absent
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
   * Returns whether a media type is JSON (RFC 8259, RFC 6839 section 3.1).
   *
   * @param mediaType a result of {@link #of}
   */
  public static boolean isJson(String mediaType) {
    return mediaType.equals("application/json") || mediaType.endsWith("+json");
  }
}
