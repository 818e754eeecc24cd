package io.apibuddy.ports.http;

/** The token rule of RFC 9110 section 5.6.2, which methods and field names obey. */
public final class Token {
  private static final boolean[] CHARACTERS = new boolean[128];

  static {
    for (char c = 0; c < CHARACTERS.length; c++) {
      CHARACTERS[c] =
          (c >= '0' && c <= '9')
              || (c >= 'A' && c <= 'Z')
              || (c >= 'a' && c <= 'z')
              || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }
  }

  private Token() {}

  /** Returns whether a text is a token: at least one character, and token characters only. */
  public static boolean is(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isCharacter(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** Returns whether a character is allowed in a token. */
  public static boolean isCharacter(int c) {
    return c >= 0 && c < CHARACTERS.length && CHARACTERS[c];
  }
}
