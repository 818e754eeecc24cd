package io.apibuddy.domain.cache;

import io.apibuddy.ports.http.Token;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A parser for dictionaries of structured fields (RFC 9651 section 4.2.2), with values of any type.
 * The value of each member stays as it is written, since the caller knows which types it may have.
 * Parameters are skipped. For one use.
 */
final class StructuredDictionary {
  private final String text;
  private int position;

  private StructuredDictionary(String text) {
    this.text = text;
  }

  /**
   * Returns the members in order. Values stay as they are written, strings with their quotes, for
   * example; a member that has only a name has {@code ?1}.
   *
   * @return null if the text is not a dictionary
   */
  static @Nullable Map<String, String> parse(String text) {
    try {
      return new StructuredDictionary(text).members();
    } catch (SyntaxException e) {
      return null;
    }
  }

  private Map<String, String> members() throws SyntaxException {
    Map<String, String> members = new LinkedHashMap<>();
    skip(" ");
    while (position < text.length()) {
      String name = key();
      members.remove(name);
      members.put(name, accept('=') ? value() : "?1");
      parameters();
      skip(" \t");
      if (position == text.length()) {
        return members;
      }
      require(accept(','));
      skip(" \t");
      require(position < text.length());
    }
    return members;
  }

  private void parameters() throws SyntaxException {
    while (accept(';')) {
      skip(" ");
      key();
      if (accept('=')) {
        item();
      }
    }
  }

  private String key() throws SyntaxException {
    int start = position;
    require(position < text.length() && (isLower(text.charAt(position)) || peek('*')));
    skipWhile(StructuredDictionary::isKeyCharacter);
    return text.substring(start, position);
  }

  /** Returns an item or an inner list. */
  private String value() throws SyntaxException {
    int start = position;
    if (!accept('(')) {
      return item();
    }
    skip(" ");
    while (!accept(')')) {
      item();
      parameters();
      require(peek(' ') || peek(')'));
      skip(" ");
    }
    return text.substring(start, position);
  }

  private String item() throws SyntaxException {
    require(position < text.length());
    int start = position;
    char first = text.charAt(position);
    switch (first) {
      case '"' -> string();
      case ':' -> bytes();
      case '?' -> {
        position++;
        require(accept('0') || accept('1'));
      }
      case '@' -> {
        position++;
        require(number().matches("-?[0-9]{1,15}"));
      }
      case '%' -> displayString();
      default -> {
        if (first == '-' || isDigit(first)) {
          require(number().matches("-?([0-9]{1,15}|[0-9]{1,12}\\.[0-9]{1,3})"));
        } else {
          require(isAlpha(first) || first == '*');
          skipWhile(StructuredDictionary::isTokenCharacter);
        }
      }
    }
    return text.substring(start, position);
  }

  private String number() {
    int start = position;
    skipWhile(c -> isDigit(c) || c == '-' || c == '.');
    return text.substring(start, position);
  }

  private void string() throws SyntaxException {
    position++;
    while (!accept('"')) {
      boolean escaped = accept('\\');
      char c = next();
      require(escaped ? c == '"' || c == '\\' : c >= ' ' && c < 0x7f);
    }
  }

  private void bytes() throws SyntaxException {
    position++;
    skipWhile(c -> isAlpha(c) || isDigit(c) || "+/=".indexOf(c) >= 0);
    require(accept(':'));
  }

  private void displayString() throws SyntaxException {
    position++;
    require(accept('"'));
    while (!accept('"')) {
      char c = next();
      require(c >= ' ' && c < 0x7f);
      if (c == '%') {
        require(isLowerHex(next()));
        require(isLowerHex(next()));
      }
    }
  }

  private char next() throws SyntaxException {
    require(position < text.length());
    return text.charAt(position++);
  }

  private void skipWhile(IntPredicate wanted) {
    while (position < text.length() && wanted.test(text.charAt(position))) {
      position++;
    }
  }

  private void skip(String characters) {
    skipWhile(c -> characters.indexOf(c) >= 0);
  }

  private boolean accept(char expected) {
    if (peek(expected)) {
      position++;
      return true;
    }
    return false;
  }

  private boolean peek(char expected) {
    return position < text.length() && text.charAt(position) == expected;
  }

  private static boolean isLower(int c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean isAlpha(int c) {
    return isLower(c) || (c >= 'A' && c <= 'Z');
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLowerHex(int c) {
    return isDigit(c) || (c >= 'a' && c <= 'f');
  }

  private static boolean isKeyCharacter(int c) {
    return isLower(c) || isDigit(c) || "_-.*".indexOf(c) >= 0;
  }

  private static boolean isTokenCharacter(int c) {
    return Token.isCharacter(c) || c == ':' || c == '/';
  }

  private static void require(boolean holds) throws SyntaxException {
    if (!holds) {
      throw new SyntaxException();
    }
  }

  private static final class SyntaxException extends Exception {
    private static final long serialVersionUID = 1L;
  }
}
