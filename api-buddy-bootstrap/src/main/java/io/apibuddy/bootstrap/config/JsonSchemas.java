package io.apibuddy.bootstrap.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Parts of a JSON Schema (2020-12), each a map of keywords in the order of the text. */
final class JsonSchemas {
  /** Any text without white space at its ends. */
  static final Map<String, Object> TEXT = text("\\S(.*\\S)?");

  static final Map<String, Object> FLAG = Map.of("type", "boolean");

  /** Any scalar. */
  static final Map<String, Object> SCALAR = Map.of("type", List.of("string", "number", "boolean"));

  private JsonSchemas() {}

  /** Returns a schema of alternating keywords and values. */
  static Map<String, Object> of(Object... keywordsAndValues) {
    Map<String, Object> schema = new LinkedHashMap<>();
    for (int i = 0; i < keywordsAndValues.length; i += 2) {
      schema.put(String.valueOf(keywordsAndValues[i]), keywordsAndValues[i + 1]);
    }
    return schema;
  }

  /** Whole numbers in a range, of 15 digits at most. */
  static Map<String, Object> whole(long min, long max) {
    return of("type", "integer", "minimum", min, "maximum", Math.min(max, 999_999_999_999_999L));
  }

  /** Numbers above 0. */
  static Map<String, Object> positive() {
    return of("type", "number", "exclusiveMinimum", 0L);
  }

  /** Texts that match as a whole. */
  static Map<String, Object> text(Pattern form) {
    return text(form.pattern());
  }

  static Map<String, Object> text(String form) {
    return of("type", "string", "pattern", "^(?:" + form + ")$");
  }

  /** Any of these words. */
  static Map<String, Object> words(List<String> words) {
    return of("enum", words);
  }

  /** Lists; a single item may stand for a list of it. */
  static Map<String, Object> list(Map<String, Object> item) {
    return anyOf(List.of(of("type", "array", "items", item), item));
  }

  /** Sections with any names. */
  static Map<String, Object> section(Map<String, Object> value) {
    return of("type", "object", "additionalProperties", value);
  }

  /** One or another, those that are alternatives themselves one by one. */
  static Map<String, Object> anyOf(List<Map<String, Object>> alternatives) {
    List<Object> all = new ArrayList<>();
    for (Map<String, Object> alternative : alternatives) {
      if (alternative.get("anyOf") instanceof List<?> inner) {
        all.addAll(inner);
      } else {
        all.add(alternative);
      }
    }
    return of("anyOf", all);
  }
}
