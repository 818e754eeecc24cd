package io.apibuddy.bootstrap.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.apibuddy.bootstrap.log.PrintableText;
import java.util.Map;

/** Formats JSON for people: one line for each member, with nested members indented below it. */
final class JsonFormatter {
  private static final String INDENT = "  ";

  private final StringBuilder text = new StringBuilder();

  private JsonFormatter() {}

  /** Returns the lines of an object. Empty lists and objects are left out. */
  static String of(JsonNode object) {
    JsonFormatter formatter = new JsonFormatter();
    formatter.members(object, "");
    return formatter.text.toString();
  }

  private void members(JsonNode object, String indent) {
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      JsonNode value = member.getValue();
      if (value.isContainerNode() && value.isEmpty()) {
        continue;
      }
      text.append(indent).append(PrintableText.line(member.getKey()));
      if (value.isObject()) {
        text.append('\n');
        members(value, indent + INDENT);
      } else if (value.isArray()) {
        text.append('\n');
        value.forEach(item -> item(item, indent + INDENT));
      } else {
        text.append(": ").append(PrintableText.line(value.asText())).append('\n');
      }
    }
  }

  /** Writes the members of an item on one line. */
  private void item(JsonNode item, String indent) {
    text.append(indent).append('-');
    if (item.isValueNode()) {
      text.append(' ').append(PrintableText.line(item.asText()));
    }
    item.forEach(value -> text.append(' ').append(PrintableText.line(value.asText())));
    text.append('\n');
  }
}
