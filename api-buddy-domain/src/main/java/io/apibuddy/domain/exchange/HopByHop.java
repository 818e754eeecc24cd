package io.apibuddy.domain.exchange;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.RequestHead;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Fields that are meant for one connection only (RFC 9110 section 7.6.1). */
final class HopByHop {

  private static final Set<String> ALWAYS =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-authentication-info",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "http2-settings");

  private HopByHop() {}

  /** Returns a message's fields without those. */
  static Headers removedFrom(Headers headers) {
    Set<String> names = names(headers);
    return headers.without(name -> names.contains(name.toLowerCase(Locale.ROOT)));
  }

  /** Returns the names, in lower case, of the fields of a message that must not be passed on. */
  static Set<String> names(Headers headers) {
    String connection = headers.joined("Connection");
    if (connection == null) {
      return ALWAYS;
    }
    Set<String> names = new HashSet<>(ALWAYS);
    for (String option : connection.split(",", -1)) {
      names.add(option.trim().toLowerCase(Locale.ROOT));
    }
    return names;
  }

  /**
   * Returns a request without the fields that its {@code Connection} names. They are taken off
   * before the key is made: what the upstream does not see must not tell answers apart.
   */
  static RequestHead withoutNominated(RequestHead received) {
    Headers headers = received.headers();
    String connection = headers.joined("Connection");
    if (connection == null
        || connection.equalsIgnoreCase("keep-alive")
        || connection.equalsIgnoreCase("close")) {
      return received;
    }
    return new RequestHead(
        received.method(), received.target(), received.version(), removedFrom(headers));
  }
}
