package io.apibuddy.domain.exchange;

import io.apibuddy.ports.http.RequestHead;
import io.apibuddy.ports.http.ResponseHead;

/**
 * The head of a hit in two forms, for programs and for browsers; one object if both are equal.
 * Immutable.
 *
 * @param whole with all fields
 * @param filtered without {@linkplain OriginFields those that speak for the origin}
 */
record HitHead(ResponseHead whole, ResponseHead filtered) {

  HitHead(ResponseHead whole) {
    this(whole, OriginFields.without(whole));
  }

  /** Returns the form for the client that asked. Looks at its fields only if the forms differ. */
  @SuppressWarnings("ReferenceEquality") // one object if nothing is left out
  ResponseHead forClient(RequestHead client) {
    return filtered != whole && OriginFields.isBrowser(client) ? filtered : whole;
  }
}
