package io.apibuddy.domain.cache;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.store.StoredResponse;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * The text by which recordings under one key are told apart: a fingerprint of the request's
 * credentials, or the mark for any credentials, and if the request had an idempotency key, a slash
 * and its digest. It is empty if the request had none of them. A stored request keeps it in a field
 * of its own.
 */
public final class RecordedCredential {
  /** Marks responses from fixtures, which answer requests with any credentials. */
  private static final String ANY = "*";

  private static final char SEPARATOR = '/';

  private RecordedCredential() {}

  /** Returns the text for a fingerprint, which may be empty, and an idempotency key's digest. */
  static String of(String fingerprint, String idempotencyKey) {
    return fingerprint + SEPARATOR + idempotencyKey;
  }

  /** Returns the text of a recording, empty if it has none. */
  static String of(StoredResponse stored) {
    return of(stored.request().headers());
  }

  private static String of(Headers request) {
    String text = request.first(OwnKeyParts.CREDENTIAL_FIELD);
    return text == null ? "" : text;
  }

  /** Returns the part of a text that stands for the credentials. */
  static String fingerprint(String text) {
    int end = text.indexOf(SEPARATOR);
    return end < 0 ? text : text.substring(0, end);
  }

  /** Returns a text with the mark for any credentials in place of the fingerprint. */
  static String forAny(String text) {
    return ANY + text.substring(fingerprint(text).length());
  }

  /** Returns whether a stored response answers whatever the credentials: it came from a fixture. */
  public static boolean isForAny(StoredResponse stored) {
    return fingerprint(of(stored)).equals(ANY);
  }

  /**
   * Returns a request's fields, changed so that its response answers whatever the credentials.
   *
   * @param credential tests, by its name in lower case, whether a field holds credentials
   */
  public static Headers forAny(Headers request, Predicate<String> credential) {
    Headers kept =
        request.without(
            name -> {
              String lower = name.toLowerCase(Locale.ROOT);
              return OwnKeyParts.isCredential(lower) || credential.test(lower);
            });
    return kept.toBuilder().add(OwnKeyParts.CREDENTIAL_FIELD, forAny(of(request))).build();
  }

  /** Returns whether a recording's request, by its stored fields, had an idempotency key. */
  public static boolean hasIdempotencyKey(Headers request) {
    return of(request).indexOf(SEPARATOR) >= 0;
  }

  /** Returns whether a request has credentials that distinguish recordings. */
  public static boolean isIn(CacheLookup lookup) {
    return !fingerprint(lookup.credential()).isEmpty();
  }
}
