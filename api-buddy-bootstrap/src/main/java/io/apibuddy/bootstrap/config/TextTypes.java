package io.apibuddy.bootstrap.config;

import io.apibuddy.bootstrap.config.Node.Kind;
import io.apibuddy.bootstrap.config.Node.Scalar;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The types of keys that hold booleans, texts and lists of texts. */
final class TextTypes {
  /** Excludes quotes, which indicate a list in the syntax of another program. */
  private static final String PARAMETER_NAME = "[^\\s&=#*\"']+";

  private static final Pattern FIELD_NAME = Pattern.compile("[A-Za-z0-9!#$%&'+.^_`|~-]+");
  private static final Pattern FIELD_PATTERN =
      Pattern.compile("\\*?[A-Za-z0-9!#$%&'+.^_`|~-]+\\*?|\\*");
  private static final Pattern METHOD = Pattern.compile("[A-Z][A-Z-]*");
  private static final Pattern POINTER = Pattern.compile("(/([^~/]|~[01])*)+");
  private static final Pattern PARAMETER = Pattern.compile(PARAMETER_NAME);
  private static final Pattern PARAMETER_PATTERN = Pattern.compile(PARAMETER_NAME + "\\*?");
  private static final Pattern PATH = Pattern.compile("(?!~/)\\S(.*\\S)?");
  private static final Pattern ORIGIN =
      Pattern.compile(
          "[A-Za-z][A-Za-z0-9+.-]*://(\\[[0-9A-Fa-f:.]+]|[^\\s:/?#@\\[\\]]+)(:(\\d+|\\*))?");
  private static final String PORT =
      "([1-9]\\d{0,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5])";
  private static final Pattern PROXY =
      Pattern.compile(
          "http://([^\\s/@]+@)?(\\[[0-9A-Fa-f:.]+]|[^\\s:/?#@\\[\\]]+)(:" + PORT + ")?/?");
  private static final Pattern HOST = Pattern.compile("\\*|\\[[0-9A-Fa-f:.]+]|[^\\s:/?#@\\[\\]]+");

  private TextTypes() {}

  static ValueType<Boolean> flag() {
    return ValueType.of(
            "true or false",
            node -> {
              if (!(node instanceof Scalar scalar) || scalar.kind() == Kind.NUMBER) {
                return null;
              }
              return switch (scalar.text()) {
                case "true" -> true;
                case "false" -> false;
                default -> null;
              };
            })
        .withJsonSchema(JsonSchemas.FLAG);
  }

  /** Returns the type of texts that are not blank and have no white space at their ends. */
  static ValueType<String> text(String expected) {
    return ValueType.of(
            expected,
            node ->
                node instanceof Scalar scalar
                        && scalar.kind() == Kind.TEXT
                        && !scalar.text().isEmpty()
                        && scalar.text().strip().equals(scalar.text())
                    ? scalar.text()
                    : null)
        .withJsonSchema(JsonSchemas.TEXT);
  }

  /** Returns the type of some words, which are read in any case and returned as listed. */
  static ValueType<String> oneOf(String... words) {
    return ValueType.of(
            "one of " + String.join(", ", words),
            node -> {
              // YAML reads the level OFF as text, as the schema of version 1.2 has it.
              if (node instanceof Scalar scalar) {
                for (String word : words) {
                  if (word.equalsIgnoreCase(scalar.text())) {
                    return word;
                  }
                }
              }
              return null;
            })
        .withJsonSchema(JsonSchemas.words(inBothCases(words)));
  }

  private static List<String> inBothCases(String... words) {
    Stream<String> lower = Stream.of(words).map(word -> word.toLowerCase(Locale.ROOT));
    return Stream.concat(Stream.of(words), lower).distinct().toList();
  }

  /**
   * Returns the type of an enum: the constants' names in lower case, which are read in any case.
   */
  static <E extends Enum<E>> ValueType<E> oneOf(Class<E> constants) {
    return oneOf(words(constants))
        .as(known -> Enum.valueOf(constants, known.toUpperCase(Locale.ROOT)))
        .withWriter(TextTypes::word);
  }

  private static <E extends Enum<E>> String[] words(Class<E> constants) {
    return Stream.of(constants.getEnumConstants()).map(TextTypes::word).toArray(String[]::new);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the type of one or more constants of an enum, each in the form of {@link
   * #oneOf(Class)}.
   */
  static <E extends Enum<E>> ValueType<Set<E>> severalOf(Class<E> constants) {
    ValueType<E> word = oneOf(constants);
    return ValueType.of(
            "a list of " + String.join(", ", words(constants)),
            node -> {
              List<String> items = ListItems.of(node);
              if (items == null || items.isEmpty()) {
                return null;
              }
              Set<E> several = EnumSet.noneOf(constants);
              for (String item : items) {
                E known = word.read(Scalar.text(node.position(), item));
                if (known == null) {
                  return null;
                }
                several.add(known);
              }
              return several;
            })
        .withCulprit(
            node ->
                ListItems.unfit(
                    node, item -> word.read(Scalar.text(node.position(), item)) != null))
        .withWriter(several -> several.stream().map(TextTypes::word).sorted().toList())
        .withJsonSchema(severalSchema(word.jsonSchema()));
  }

  private static Map<String, Object> severalSchema(Map<String, Object> word) {
    return JsonSchemas.anyOf(
        List.of(JsonSchemas.of("type", "array", "items", word, "minItems", 1L), word));
  }

  static ValueType<Set<String>> methods() {
    return set("a list of methods such as GET, POST", METHOD);
  }

  static ValueType<String> fieldName() {
    return matching("a header field's name", FIELD_NAME);
  }

  static ValueType<String> parameterName() {
    return matching("a query parameter's name", PARAMETER);
  }

  /**
   * Returns the type of paths. A {@code ~/} at the beginning is refused, because no shell expands
   * it.
   */
  static ValueType<String> path(String expected) {
    return matching(expected, PATH);
  }

  static ValueType<String> proxyUrl() {
    return matching(
        "a URL such as http://proxy.example:3128, optionally with user:password@", PROXY);
  }

  private static ValueType<String> matching(String expected, Pattern form) {
    return text(expected)
        .as(text -> form.matcher(text).matches() ? text : null)
        .withJsonSchema(JsonSchemas.text(form));
  }

  static ValueType<Set<String>> fieldNames() {
    return set("a list of header field names, without wildcards", FIELD_NAME);
  }

  static ValueType<List<String>> fieldPatterns() {
    return list(
        "a list of header field names, with * as wildcard at the beginning or end", FIELD_PATTERN);
  }

  static ValueType<Set<String>> parameterNames() {
    return set("a list of query parameter names, without wildcards", PARAMETER);
  }

  static ValueType<Set<String>> parameterPatterns() {
    return set("a list of query parameter names, with * as wildcard at the end", PARAMETER_PATTERN);
  }

  static ValueType<Set<String>> hosts() {
    return lowerCase(list("a list of host names without port, or * for all", HOST));
  }

  static ValueType<Set<String>> origins() {
    return lowerCase(
        list("a list of origins such as https://app.example or http://localhost:*", ORIGIN));
  }

  private static ValueType<Set<String>> lowerCase(ValueType<List<String>> list) {
    return list.as(
        items -> {
          Set<String> lower = new LinkedHashSet<>();
          items.forEach(item -> lower.add(item.toLowerCase(Locale.ROOT)));
          return lower;
        });
  }

  static ValueType<List<String>> jsonPointers() {
    return list(
        "a list of JSON pointers such as /metadata/trace, without wildcards",
        TextTypes::isPointer,
        POINTER);
  }

  /** Tests for {@link #POINTER} without the pattern, whose use of the stack grows with the text. */
  private static boolean isPointer(String text) {
    boolean pointer = text.startsWith("/");
    for (int tilde = text.indexOf('~');
        pointer && tilde >= 0;
        tilde = text.indexOf('~', tilde + 1)) {
      pointer = text.startsWith("0", tilde + 1) || text.startsWith("1", tilde + 1);
    }
    return pointer;
  }

  private static ValueType<Set<String>> set(String expected, Pattern item) {
    return list(expected, item).as(LinkedHashSet::new);
  }

  private static ValueType<List<String>> list(String expected, Pattern item) {
    return list(expected, item.asMatchPredicate(), item);
  }

  private static ValueType<List<String>> list(
      String expected, Predicate<String> acceptable, Pattern item) {
    return ValueType.of(
            expected,
            node -> {
              List<String> items = ListItems.of(node);
              return items != null && items.stream().allMatch(acceptable) ? items : null;
            })
        .withCulprit(node -> ListItems.unfit(node, acceptable))
        .withJsonSchema(JsonSchemas.list(JsonSchemas.text(item)));
  }
}
