package io.apibuddy.domain.fields;

import io.apibuddy.domain.config.InjectedFields;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.RequestHead;

/** Removes the fields that are meant for one connection only (RFC 9110 section 7.6.1). */
public final class HopByHop {

  private static final FieldNames ALWAYS =
      FieldNames.of(InjectedFields.HOP_BY_HOP.toArray(String[]::new));

  private HopByHop() {}

  /** Returns a message's fields without those that are meant for its connection. */
  public static Headers removedFrom(Headers headers) {
    return headers.without(names(headers)::contains);
  }

  /** Returns the names of a message's fields that must not be forwarded. */
  static FieldNames names(Headers headers) {
    String connection = headers.joined("Connection");
    if (connection == null || ALWAYS.contains(connection)) { // usually just keep-alive
      return ALWAYS;
    }
    return ALWAYS.and(headers.elements("Connection"));
  }

  /**
   * Returns a request without the fields that its {@code Connection} names. They are removed before
   * the cache key is made: fields that the upstream does not see must not distinguish answers.
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
