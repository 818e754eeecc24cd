package io.apibuddy.bootstrap.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.apibuddy.bootstrap.config.Node.Kind;
import io.apibuddy.bootstrap.config.Node.Scalar;
import io.apibuddy.bootstrap.config.Node.Sequence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the items of a list: a list of a file, or the text of a variable or flag, separated by
 * commas or in JSON.
 */
final class ListItems {
  private static final JsonFactory JSON = new JsonFactory();

  private ListItems() {}

  /** Returns the items, null if the node is not a list of scalars. */
  static @Nullable List<String> of(Node node) {
    if (node instanceof Scalar scalar && scalar.kind() == Kind.TEXT) {
      String text = scalar.text().strip();
      List<String> ofJson = ofJson(text);
      return ofJson != null || isMeantAsJson(text) ? ofJson : separated(text);
    }
    if (!(node instanceof Sequence sequence)) {
      return null;
    }
    List<String> items = new ArrayList<>();
    for (Node item : sequence.items()) {
      if (!isText(item)) {
        return null;
      }
      items.add(((Scalar) item).text());
    }
    return items;
  }

  /** Returns the first unacceptable item, the whole node if it is not a list. */
  static Node unfit(Node node, Predicate<String> acceptable) {
    if (node instanceof Sequence sequence) {
      return sequence.items().stream()
          .filter(item -> !isText(item) || !acceptable.test(((Scalar) item).text()))
          .findFirst()
          .orElse(node);
    }
    List<String> items = of(node);
    return items == null
        ? node
        : items.stream()
            .filter(acceptable.negate())
            .findFirst()
            .<Node>map(item -> Scalar.text(node.position(), item))
            .orElse(node);
  }

  /** Returns whether a node has a text, as every scalar but null has. */
  static boolean isText(Node item) {
    return item instanceof Scalar scalar && scalar.kind() != Kind.NULL;
  }

  private static List<String> separated(String text) {
    List<String> items = new ArrayList<>();
    for (String item : text.split(",", -1)) {
      if (!item.isBlank()) {
        items.add(item.strip());
      }
    }
    return items;
  }

  /** Tells a JSON list from a list of IPv6 addresses, each of which is in brackets. */
  private static boolean isMeantAsJson(String text) {
    String first = text.split(",", 2)[0].strip();
    boolean closed = first.endsWith("]");
    return text.startsWith("[") && (!closed || (text.endsWith("]") && text.indexOf(':') < 0));
  }

  /** Returns the items, null if the text is no JSON list of scalars; {@code [::1]} is none. */
  private static @Nullable List<String> ofJson(String text) {
    if (!text.startsWith("[")) {
      return null;
    }
    List<String> items = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(text)) {
      parser.nextToken();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (!parser.currentToken().isScalarValue() || parser.hasToken(JsonToken.VALUE_NULL)) {
          return null;
        }
        items.add(parser.getText());
      }
      return parser.nextToken() == null ? items : null;
    } catch (IOException e) {
      return null;
    }
  }
}
