package io.apibuddy.domain.exchange;

import io.apibuddy.ports.http.RequestHead;
import io.apibuddy.ports.http.ResponseHead;

/**
 * The head of a hit, as programs get it and as browsers do: one object for each, or the same for
 * both. Immutable.
 *
 * @param whole with all of its fields
 * @param kept without {@linkplain OriginFields those of the origin}
 */
record HitHead(ResponseHead whole, ResponseHead kept) {

  HitHead(ResponseHead whole) {
    this(whole, OriginFields.without(whole));
  }

  /** Returns the one for who asked, at whose fields it looks only if there are two. */
  @SuppressWarnings("ReferenceEquality") // the same object if there is nothing to leave out
  ResponseHead to(RequestHead asked) {
    return kept != whole && OriginFields.concern(asked) ? kept : whole;
  }
}
