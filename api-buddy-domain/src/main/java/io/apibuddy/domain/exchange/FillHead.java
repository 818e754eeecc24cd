package io.apibuddy.domain.exchange;

import io.apibuddy.domain.cache.Storability;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ProtocolVersion;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.StoredResponse;
import org.jspecify.annotations.Nullable;

/**
 * The head of an answer in flight.
 *
 * @param live end-to-end fields for the client that made the fetch necessary
 * @param shared the same for everybody else
 * @param version the version of HTTP that the upstream answered in
 * @param length bytes of content, -1 if not known
 * @param storability whether it may be stored and shared
 * @param staged whether it is being stored
 * @param nominated the values of the fields that its {@code Vary} names, as the request had them
 * @param confirmed the stored response that a 304 confirmed, as it is now; null if the answer
 *     itself is to be used
 */
record FillHead(
    ResponseHead live,
    ResponseHead shared,
    ProtocolVersion version,
    long length,
    Storability storability,
    boolean staged,
    Headers nominated,
    @Nullable StoredResponse confirmed) {

  /** Returns the head of a fill that brought nothing new. */
  static FillHead confirmed(StoredResponse stored, ProtocolVersion version) {
    return new FillHead(
        stored.response(),
        stored.response(),
        version,
        stored.length(),
        Storability.YES,
        false,
        Headers.EMPTY,
        stored);
  }
}
