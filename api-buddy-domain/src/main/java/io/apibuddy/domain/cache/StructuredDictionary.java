package io.apibuddy.domain.cache;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a dictionary of structured fields (RFC 9651 section 4.2.2) as far as cache directives need
 * it: integers, decimals, tokens, strings and booleans as text, parameters skipped. For one use.
 */
final class StructuredDictionary {
  private final String text;
  private int position;

  private StructuredDictionary(String text) {
    this.text = text;
  }

  /**
   * Returns the members in order: the text of each value, empty for true; a false member is left
   * out.
   *
   * @return null if the text is no dictionary
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
      String value = accept('=') ? item() : "";
      parameters();
      if (value != null) {
        members.put(name, value);
      }
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
    while (position < text.length() && isKeyCharacter(text.charAt(position))) {
      position++;
    }
    return text.substring(start, position);
  }

  /** Returns a bare item's text, null for false. */
  private @Nullable String item() throws SyntaxException {
    require(position < text.length());
    char first = text.charAt(position);
    if (first == '"') {
      return string();
    }
    if (first == '?') {
      require(position + 1 < text.length());
      char value = text.charAt(position + 1);
      require(value == '0' || value == '1');
      position += 2;
      return value == '1' ? "" : null;
    }
    require(isAlpha(first) || first == '*' || first == '-' || isDigit(first));
    int start = position;
    while (position < text.length() && isItemCharacter(text.charAt(position))) {
      position++;
    }
    String item = text.substring(start, position);
    boolean number = first == '-' || isDigit(first);
    require(!number || item.matches("-?[0-9]{1,15}(\\.[0-9]{1,3})?"));
    return item;
  }

  private String string() throws SyntaxException {
    StringBuilder content = new StringBuilder();
    position++;
    while (true) {
      require(position < text.length());
      char c = text.charAt(position++);
      if (c == '"') {
        return content.toString();
      }
      if (c == '\\') {
        require(position < text.length());
        c = text.charAt(position++);
        require(c == '"' || c == '\\');
      }
      require(c >= ' ' && c < 0x7f);
      content.append(c);
    }
  }

  private void skip(String characters) {
    while (position < text.length() && characters.indexOf(text.charAt(position)) >= 0) {
      position++;
    }
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

  private static boolean isLower(char c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean isAlpha(char c) {
    return isLower(c) || (c >= 'A' && c <= 'Z');
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isKeyCharacter(char c) {
    return isLower(c) || isDigit(c) || "_-.*".indexOf(c) >= 0;
  }

  private static boolean isItemCharacter(char c) {
    return isAlpha(c) || isDigit(c) || "!#$%&'*+-.^_`|~:/".indexOf(c) >= 0;
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
