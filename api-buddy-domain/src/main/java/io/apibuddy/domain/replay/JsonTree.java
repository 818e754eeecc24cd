package io.apibuddy.domain.replay;

import io.apibuddy.ports.http.Body;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON parser (RFC 8259) for comparisons. Objects become maps, arrays become lists, and
 * everything else stays the text in which it is written. Of repeated names the first counts. For
 * one use.
 */
final class JsonTree {
  private static final int MAX_DEPTH = 200;

  private final String text;
  private int position;

  private JsonTree(String text) {
    this.text = text;
  }

  /** Returns the root; null if the content is not JSON, or is nested too deeply. */
  static @Nullable Object parse(Body.Bytes content) {
    JsonTree tree = new JsonTree(new String(content.toByteArray(), StandardCharsets.UTF_8));
    try {
      Object root = tree.value(0);
      tree.skipWhiteSpace();
      return tree.position == tree.text.length() ? root : null;
    } catch (NoJsonException e) {
      return null;
    }
  }

  private Object value(int depth) throws NoJsonException {
    skipWhiteSpace();
    require(depth <= MAX_DEPTH && position < text.length());
    return switch (text.charAt(position)) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> '"' + string();
      default -> literal();
    };
  }

  private Map<String, Object> object(int depth) throws NoJsonException {
    Map<String, Object> members = new LinkedHashMap<>();
    position++;
    boolean first = true;
    while (!accept('}')) {
      require(first || accept(','));
      first = false;
      skipWhiteSpace();
      require(position < text.length() && text.charAt(position) == '"');
      String name = string();
      require(accept(':'));
      members.putIfAbsent(name, value(depth + 1));
    }
    return members;
  }

  private List<Object> array(int depth) throws NoJsonException {
    List<Object> items = new ArrayList<>();
    position++;
    boolean first = true;
    while (!accept(']')) {
      require(first || accept(','));
      first = false;
      items.add(value(depth + 1));
    }
    return items;
  }

  /** Returns the raw text between the quotation marks. */
  private String string() throws NoJsonException {
    int start = ++position;
    while (position < text.length() && text.charAt(position) != '"') {
      position += text.charAt(position) == '\\' ? 2 : 1;
    }
    require(position < text.length());
    return text.substring(start, position++);
  }

  private String literal() throws NoJsonException {
    int start = position;
    while (position < text.length() && ",]} \t\r\n".indexOf(text.charAt(position)) < 0) {
      position++;
    }
    String literal = text.substring(start, position);
    require(literal.matches("true|false|null|-?[0-9][0-9.eE+-]*"));
    return literal;
  }

  private boolean accept(char expected) {
    skipWhiteSpace();
    if (position < text.length() && text.charAt(position) == expected) {
      position++;
      return true;
    }
    return false;
  }

  private void skipWhiteSpace() {
    while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
      position++;
    }
  }

  private static void require(boolean holds) throws NoJsonException {
    if (!holds) {
      throw new NoJsonException();
    }
  }

  private static final class NoJsonException extends Exception {
    private static final long serialVersionUID = 1L;

    NoJsonException() {
      super("no JSON", null, false, false);
    }
  }
}
