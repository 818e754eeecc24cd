package io.apibuddy.domain.cache;

import io.apibuddy.ports.http.Headers;
import java.util.Locale;

/**
 * The one content coding that upstreams are asked for: {@code Accept-Encoding} (RFC 9110 section
 * 12.5.3) reduced, so that clients with different habits share an entry.
 */
public enum AcceptedCoding {
  /** The client accepts gzip. */
  GZIP("gzip"),
  /** The client accepts no coding that we ask for. */
  IDENTITY("identity");

  private final String token;

  AcceptedCoding(String token) {
    this.token = token;
  }

  /** Returns the coding's name. */
  public String token() {
    return token;
  }

  /** Returns what a request's {@code Accept-Encoding} comes down to; identity without one. */
  public static AcceptedCoding of(Headers request) {
    String accept = request.joined("Accept-Encoding");
    if (accept == null) {
      return IDENTITY;
    }
    boolean any = false;
    for (String member : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
      int semicolon = member.indexOf(';');
      String coding = (semicolon < 0 ? member : member.substring(0, semicolon)).trim();
      boolean refused = semicolon >= 0 && weightIsZero(member.substring(semicolon + 1));
      if (coding.equals("gzip") || coding.equals("x-gzip")) {
        return refused ? IDENTITY : GZIP;
      }
      any |= coding.equals("*") && !refused;
    }
    return any ? GZIP : IDENTITY;
  }

  private static boolean weightIsZero(String parameters) {
    String weight = parameters.trim();
    return weight.startsWith("q=") && weight.substring(2).trim().matches("0(\\.0{0,3})?");
  }
}
