package io.apibuddy.domain.exchange;

import io.apibuddy.domain.fields.FieldNames;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.RequestHead;
import io.apibuddy.ports.http.ResponseHead;

/**
 * The fields by which a server speaks for its whole origin or host. A browser takes all mappings
 * and the admin resources for one origin, for which no upstream may speak. To programs these fields
 * mean nothing.
 */
final class OriginFields {
  private static final FieldNames NAMES =
      FieldNames.of(
          "alt-svc",
          "clear-site-data",
          "expect-ct",
          "nel",
          "public-key-pins",
          "public-key-pins-report-only",
          "report-to",
          "reporting-endpoints",
          "strict-transport-security");

  private OriginFields() {}

  /** Returns an answer as its client may get it: without these fields for a browser. */
  static ResponseHead forClient(RequestHead client, ResponseHead answer) {
    return isBrowser(client) ? without(answer) : answer;
  }

  /** Returns whether the client is a browser: browsers send {@code Sec-Fetch-Site}. */
  static boolean isBrowser(RequestHead client) {
    return client.headers().contains("Sec-Fetch-Site");
  }

  /** Returns an answer without these fields, the same object if it has none. */
  static ResponseHead without(ResponseHead answer) {
    Headers kept = answer.headers().without(NAMES::contains);
    return kept.size() == answer.headers().size() ? answer : answer.withHeaders(kept);
  }
}
