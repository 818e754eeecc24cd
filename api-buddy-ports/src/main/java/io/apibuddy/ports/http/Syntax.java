package io.apibuddy.ports.http;

/** Checks the characters of message parts (RFC 9110 section 5). */
final class Syntax {
  private Syntax() {}

  static String requireToken(String name) {
    if (!Token.is(name)) {
      throw new IllegalArgumentException("not a token (RFC 9110 section 5.6.2)");
    }
    return name;
  }

  static String requireFieldValue(String name, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\r' || c == '\n' || c == '\0' || c > 0xff) {
        throw new IllegalArgumentException("CR, LF, NUL or no octet in the value of field " + name);
      }
    }
    return value;
  }

  static String requireTarget(String target) {
    if (target.isEmpty()) {
      throw new IllegalArgumentException("empty request target");
    }
    for (int i = 0; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c <= ' ' || c == 0x7f) {
        throw new IllegalArgumentException("white space or control character in request target");
      }
    }
    return target;
  }
}
