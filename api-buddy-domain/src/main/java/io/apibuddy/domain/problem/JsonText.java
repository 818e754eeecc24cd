package io.apibuddy.domain.problem;

/** Writes JSON strings (RFC 8259 section 7). */
final class JsonText {

  private JsonText() {}

  /** Appends {@code text} in quotation marks, using ASCII only. */
  static void quote(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        json.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
          json.append(Character.forDigit((c >> shift) & 0xf, 16));
        }
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }
}
