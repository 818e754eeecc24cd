package io.apibuddy.domain.cache;

import java.util.List;
import java.util.Locale;

/**
 * Cookies by which load balancers and filters in front of an upstream know a client again. They say
 * nothing of who it is and change with nearly every answer: a client that keeps cookies would find
 * nothing of what it has asked for before.
 */
final class BalancerCookies {
  private static final NamePatterns NAMES =
      new NamePatterns(
          List.of(
              "awsalb*",
              "awselb*",
              "arraffinity*",
              "bigipserver*",
              "gclb",
              "__cf_bm",
              "__cflb",
              "_cfuvid",
              "ak_bmsc",
              "bm_sv",
              "incap_ses_*",
              "nlbi_*",
              "visid_incap_*"));

  private BalancerCookies() {}

  /** Returns a {@code Cookie} without them, empty if there are no others. */
  static String removedFrom(String cookies) {
    StringBuilder kept = new StringBuilder(cookies.length());
    boolean all = true;
    for (String pair : cookies.split(";", -1)) {
      String trimmed = pair.strip();
      int equals = trimmed.indexOf('=');
      String name = equals < 0 ? trimmed : trimmed.substring(0, equals);
      if (NAMES.match(name.toLowerCase(Locale.ROOT))) {
        all = false;
      } else if (!trimmed.isEmpty()) {
        kept.append(kept.isEmpty() ? "" : "; ").append(trimmed);
      }
    }
    return all ? cookies : kept.toString();
  }
}
