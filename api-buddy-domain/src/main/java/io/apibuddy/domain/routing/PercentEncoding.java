package io.apibuddy.domain.routing;

import java.nio.charset.StandardCharsets;

/** Decodes percent-encoded text (RFC 3986 section 2.1) for comparison. The result is never sent. */
public final class PercentEncoding {

  private PercentEncoding() {}

  /** Returns the decoded text; a percent sign that encodes nothing stays as it is. */
  public static String decoded(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] octets = new byte[text.length()];
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      int octet = text.charAt(i) == '%' ? RequestTargetParser.octet(text, i) : -1;
      if (octet >= 0) {
        i += 2;
      }
      octets[length++] = (byte) (octet >= 0 ? octet : text.charAt(i));
    }
    return new String(octets, 0, length, StandardCharsets.UTF_8);
  }
}
