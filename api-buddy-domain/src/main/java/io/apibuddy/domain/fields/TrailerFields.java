package io.apibuddy.domain.fields;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import java.util.Locale;
import java.util.Set;

/** Selects the trailer fields that clients and the store get. */
public final class TrailerFields {

  /**
   * Fields that must be known before the content (RFC 9110 section 6.5.1): message framing,
   * routing, request modifiers, authentication, response control and content format.
   */
  private static final Set<String> ONLY_AHEAD_OF_CONTENT =
      Set.of(
          "age",
          "authorization",
          "cache-control",
          "cdn-cache-control",
          "content-encoding",
          "content-length",
          "content-location",
          "content-range",
          "content-type",
          "cookie",
          "date",
          "expect",
          "expires",
          "host",
          "location",
          "max-forwards",
          "pragma",
          "range",
          "retry-after",
          "set-cookie",
          "set-cookie2",
          "vary",
          "via",
          "warning",
          "www-authenticate");

  private TrailerFields() {}

  /**
   * Returns the trailer fields of a body that was read to its end, without fields that are not
   * allowed in a trailer section.
   */
  public static Headers of(Body body) {
    if (!(body instanceof Body.Stream stream) || stream.trailers().isEmpty()) {
      return Headers.EMPTY;
    }
    return HopByHop.removedFrom(stream.trailers())
        .without(
            name -> {
              String lower = name.toLowerCase(Locale.ROOT);
              return ONLY_AHEAD_OF_CONTENT.contains(lower) || lower.startsWith("if-");
            });
  }
}
