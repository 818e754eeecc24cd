package io.apibuddy.domain.fields;

import io.apibuddy.domain.config.InjectedFields;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.RequestHead;

/** Fields that are meant for one connection only (RFC 9110 section 7.6.1). */
public final class HopByHop {

  private static final FieldNames ALWAYS =
      FieldNames.of(InjectedFields.HOP_BY_HOP.toArray(String[]::new));

  private HopByHop() {}

  /** Returns a message's fields without those. */
  public static Headers removedFrom(Headers headers) {
    return headers.without(names(headers)::contains);
  }

  /** Returns the names of the fields of a message that must not be passed on. */
  static FieldNames names(Headers headers) {
    String connection = headers.joined("Connection");
    if (connection == null || ALWAYS.contains(connection)) { // mostly keep-alive alone
      return ALWAYS;
    }
    return ALWAYS.and(headers.elements("Connection"));
  }

  /**
   * Returns a request without the fields that its {@code Connection} names. They are taken off
   * before the key is made: what the upstream does not see must not tell answers apart.
   */
  public static RequestHead withoutNominated(RequestHead received) {
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
