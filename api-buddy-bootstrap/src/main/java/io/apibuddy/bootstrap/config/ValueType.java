package io.apibuddy.bootstrap.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The type of a key's values.
 *
 * @param expected what is accepted, in words that complete "expected ..."
 * @param reader converts a node to a value, null if the node is not acceptable
 * @param culprit returns the part of a node that makes it unacceptable
 * @param writer converts a value to the form of a file: a text, number, boolean, list or section,
 *     which reads as the same value
 * @param jsonSchema what is accepted, as keywords of JSON Schema (2020-12) for editors. Values that
 *     match are accepted, except for a few texts that no keyword can exclude.
 */
record ValueType<T>(
    String expected,
    Function<Node, @Nullable T> reader,
    UnaryOperator<Node> culprit,
    Function<T, Object> writer,
    Map<String, Object> jsonSchema) {

  /**
   * Returns a type without a JSON schema, whose culprit is the whole node. Its values are written
   * unchanged, except that durations get a unit and sets are sorted.
   */
  static <T> ValueType<T> of(String expected, Function<Node, @Nullable T> reader) {
    return new ValueType<>(expected, reader, UnaryOperator.identity(), ValueType::plain, Map.of());
  }

  /**
   * Returns a type that converts this type's values; {@code maker} returns null for those that are
   * not acceptable after all. Words, culprit and JSON schema are this type's; values are written as
   * by {@link #of}.
   */
  <R> ValueType<R> as(Function<T, @Nullable R> maker) {
    return new ValueType<>(
        expected,
        node -> {
          T value = read(node);
          return value == null ? null : maker.apply(value);
        },
        culprit,
        ValueType::plain,
        jsonSchema);
  }

  /** Returns the same type with a JSON schema. */
  ValueType<T> withJsonSchema(Map<String, Object> keywords) {
    return new ValueType<>(expected, reader, culprit, writer, keywords);
  }

  /** Returns the same type with another way to find the culprit. */
  ValueType<T> withCulprit(UnaryOperator<Node> part) {
    return new ValueType<>(expected, reader, part, writer, jsonSchema);
  }

  /** Returns the same type with another way to write values. */
  ValueType<T> withWriter(Function<T, Object> way) {
    return new ValueType<>(expected, reader, culprit, way, jsonSchema);
  }

  /** Returns the value of a node, null if the node is not acceptable. */
  @Nullable T read(Node node) {
    return reader.apply(node);
  }

  /** Returns a value in the form of a file. */
  Object write(T value) {
    return writer.apply(value);
  }

  private static Object plain(Object value) {
    if (value instanceof Duration duration) {
      return DurationText.of(duration);
    }
    if (value instanceof Set<?> items) {
      return items.stream().map(String::valueOf).sorted().toList();
    }
    return value instanceof List<?> items ? List.copyOf(items) : value;
  }
}
