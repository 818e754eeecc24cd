package io.apibuddy.domain.cache;

import io.apibuddy.ports.http.Headers;
import java.util.Locale;

/**
 * The one content coding that upstreams are asked for: a reduction of {@code Accept-Encoding} (RFC
 * 9110 section 12.5.3), so that clients with different habits share an entry.
 */
public enum AcceptedCoding {
  /** The client accepts gzip. */
  GZIP("gzip"),
  /** The client does not accept gzip. */
  IDENTITY("identity");

  private final String token;

  AcceptedCoding(String token) {
    this.token = token;
  }

  /** Returns the name of the coding. */
  public String token() {
    return token;
  }

  /** Returns the reduction of a request's {@code Accept-Encoding}; identity without one. */
  public static AcceptedCoding of(Headers request) {
    String accept = request.joined("Accept-Encoding");
    return accept != null && acceptsGzip(accept) ? GZIP : IDENTITY;
  }

  private static boolean acceptsGzip(String accept) {
    boolean any = false;
    for (int start = 0, end; start <= accept.length(); start = end + 1) {
      end = indexOf(',', accept, start, accept.length());
      int semicolon = indexOf(';', accept, start, end);
      if (names("gzip", accept, start, semicolon) || names("x-gzip", accept, start, semicolon)) {
        return !weightIsZero(accept, semicolon, end);
      }
      any |= names("*", accept, start, semicolon) && !weightIsZero(accept, semicolon, end);
    }
    return any;
  }

  /** Returns the first index of a character in a part of a text, the part's end if it is absent. */
  private static int indexOf(char sought, String text, int start, int end) {
    int i = start;
    while (i < end && text.charAt(i) != sought) {
      i++;
    }
    return i;
  }

  /** Returns whether a part of a text is a name, regardless of case and surrounding white space. */
  private static boolean names(String name, String text, int start, int end) {
    int first = start;
    int last = end;
    while (first < last && text.charAt(first) <= ' ') {
      first++;
    }
    while (first < last && text.charAt(last - 1) <= ' ') {
      last--;
    }
    return last - first == name.length() && text.regionMatches(true, first, name, 0, name.length());
  }

  private static boolean weightIsZero(String text, int semicolon, int end) {
    if (semicolon == end) {
      return false;
    }
    String weight = text.substring(semicolon + 1, end).trim().toLowerCase(Locale.ROOT);
    return weight.startsWith("q=") && weight.substring(2).trim().matches("0(\\.0{0,3})?");
  }
}
