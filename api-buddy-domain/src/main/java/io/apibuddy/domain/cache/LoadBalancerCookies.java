package io.apibuddy.domain.cache;

import java.util.List;

/**
 * Cookies by which load balancers and filters in front of an upstream recognize a client. They do
 * not identify a user and change with nearly every answer, so with them in the key a client that
 * keeps cookies would never find its earlier answers.
 */
final class LoadBalancerCookies {
  private static final List<String> PREFIXES =
      List.of(
          "AWSALB",
          "AWSELB=", // AWSELBAuthSessionCookie identifies a user who signed in
          "AWSELBCORS=",
          "ARRAffinity",
          "ASLBSA",
          "ApplicationGatewayAffinity",
          "BIGipServer",
          "GCLB=",
          "HWWAFSES",
          "__cf_bm=",
          "__cflb=",
          "_cfuvid=",
          "acw_tc=",
          "ak_bmsc=",
          "bm_sv=",
          "heroku-session-affinity=",
          "incap_ses_",
          "nlbi_",
          "visid_incap_");

  private LoadBalancerCookies() {}

  /** Returns the value of a {@code Cookie} field without these, empty if there are no others. */
  static String removedFrom(String cookies) {
    StringBuilder kept = null;
    for (int start = 0; start < cookies.length(); ) {
      int semicolon = cookies.indexOf(';', start);
      int end = semicolon < 0 ? cookies.length() : semicolon;
      int begin = start;
      while (begin < end && cookies.charAt(begin) == ' ') {
        begin++;
      }
      if (isBalancerCookie(cookies, begin)) {
        kept = kept == null ? new StringBuilder(cookies.substring(0, start)) : kept;
      } else if (kept != null) {
        kept.append(cookies, start, end).append(';');
      }
      start = end + 1;
    }
    return kept == null ? cookies : trimmed(kept);
  }

  private static boolean isBalancerCookie(String cookies, int begin) {
    for (String prefix : PREFIXES) {
      if (cookies.startsWith(prefix, begin)) {
        return true;
      }
    }
    return false;
  }

  private static String trimmed(StringBuilder kept) {
    String text = kept.toString().strip();
    return text.endsWith(";") ? text.substring(0, text.length() - 1) : text;
  }
}
