package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.ProtocolVersion;
import io.apibuddy.ports.http.RequestHead;
import java.util.List;

/** Determines and checks the host and port that a request addresses (RFC 9110 section 7.2). */
final class Authority {

  private static final String NAME_CHARACTERS = "-._~!$&'()*+,;=%";

  private Authority() {}

  /** Returns the authority of an absolute target, else the value of {@code Host}; empty if none. */
  static String of(RequestHead head) {
    String target = head.target();
    if (!isAbsolute(target)) {
      String host = head.headers().first("Host");
      return host == null ? "" : host;
    }
    int start = target.indexOf("://") + 3;
    int end = start;
    while (end < target.length() && "/?#".indexOf(target.charAt(end)) < 0) {
      end++;
    }
    return target.substring(start, end);
  }

  private static boolean isAbsolute(String target) {
    return !target.startsWith("/") && target.indexOf("://") > 0;
  }

  /**
   * Refuses a request with several {@code Host} fields or, in HTTP/1.1, with none, and one whose
   * host is not well-formed (RFC 9112 section 3.2).
   */
  static void check(RequestHead head) throws RefusedRequest {
    List<String> hosts = head.headers().all("Host");
    boolean right =
        hosts.isEmpty()
            ? head.version() == ProtocolVersion.HTTP_1_0
            : hosts.size() == 1 && isWellFormed(hosts.get(0));
    if (!right || (isAbsolute(head.target()) && !isWellFormed(of(head)))) {
      throw new RefusedRequest(400);
    }
  }

  /** Returns whether a text is a host with an optional port (RFC 3986 section 3.2), but no user. */
  static boolean isWellFormed(String authority) {
    int end = authority.startsWith("[") ? authority.indexOf(']') + 1 : authority.indexOf(':');
    if (end < 0) {
      end = authority.length();
    }
    return isHost(authority, end) && isPort(authority, end);
  }

  private static boolean isHost(String host, int end) {
    boolean literal = host.startsWith("[");
    int length = literal ? end - 1 : end;
    for (int i = literal ? 1 : 0; i < length; i++) {
      char c = host.charAt(i);
      boolean allowed =
          literal
              ? Character.digit(c, 16) >= 0 || c == ':' || c == '.'
              : isLetterOrDigit(c) || NAME_CHARACTERS.indexOf(c) >= 0;
      if (!allowed) {
        return false;
      }
    }
    return literal ? length > 2 : length > 0;
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private static boolean isPort(String authority, int colon) {
    if (colon == authority.length()) {
      return true;
    }
    int number = 0;
    for (int i = colon + 1; i < authority.length(); i++) {
      int digit = authority.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return false;
      }
      number = number * 10 + digit;
      if (number > 65_535) {
        return false;
      }
    }
    return authority.charAt(colon) == ':';
  }
}
