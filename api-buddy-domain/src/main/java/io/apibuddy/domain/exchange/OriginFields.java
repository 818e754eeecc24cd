package io.apibuddy.domain.exchange;

import io.apibuddy.domain.fields.FieldNames;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.RequestHead;
import io.apibuddy.ports.http.ResponseHead;

/**
 * Fields by which a server speaks for its whole origin, or for its host. To a browser all mappings
 * and the admin resources are one origin, for which no upstream may speak; to a program they mean
 * nothing.
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

  /** Returns an answer as the one who asked may get it: browsers without such fields. */
  static ResponseHead keptFrom(RequestHead asked, ResponseHead answer) {
    return concern(asked) ? without(answer) : answer;
  }

  /** Returns whether who asked is a browser, which says where it asks from. */
  static boolean concern(RequestHead asked) {
    return asked.headers().contains("Sec-Fetch-Site");
  }

  /** Returns an answer without such fields, itself if it has none. */
  static ResponseHead without(ResponseHead answer) {
    Headers kept = answer.headers().without(NAMES::contains);
    return kept.size() == answer.headers().size() ? answer : answer.withHeaders(kept);
  }
}
