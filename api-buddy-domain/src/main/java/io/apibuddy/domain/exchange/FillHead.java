package io.apibuddy.domain.exchange;

import io.apibuddy.domain.cache.Storability;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ProtocolVersion;
import io.apibuddy.ports.http.ResponseHead;

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
 */
record FillHead(
    ResponseHead live,
    ResponseHead shared,
    ProtocolVersion version,
    long length,
    Storability storability,
    boolean staged,
    Headers nominated) {}
