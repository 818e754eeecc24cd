package io.apibuddy.domain.cache;

/** Resolves the escapes of JSON strings (RFC 8259, section 7). */
final class EscapedText {

  private EscapedText() {}

  /**
   * Returns the text of a string. An unknown escape stands for the character after its backslash;
   * in an escape by code, digits that are not hexadecimal count as 0.
   *
   * @param written the string's characters in JSON, without the quotes; may be cut off anywhere
   */
  static String read(String written) {
    int escape = written.indexOf('\\');
    if (escape < 0) {
      return written;
    }
    StringBuilder text = new StringBuilder(written.length()).append(written, 0, escape);
    for (int i = escape; i < written.length(); i++) {
      char c = written.charAt(i);
      if (c != '\\' || i + 1 == written.length()) {
        text.append(c);
      } else if (written.charAt(++i) == 'u' && i + 4 < written.length()) {
        text.append(unicode(written, i + 1));
        i += 4;
      } else {
        text.append(unescaped(written.charAt(i)));
      }
    }
    return text.toString();
  }

  private static char unescaped(char escaped) {
    return switch (escaped) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'b' -> '\b';
      case 'f' -> '\f';
      default -> escaped;
    };
  }

  private static char unicode(String written, int from) {
    int code = 0;
    for (int i = from; i < from + 4; i++) {
      code = code * 16 + Math.max(0, Character.digit(written.charAt(i), 16));
    }
    return (char) code;
  }
}
