package io.apibuddy.bootstrap.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What values a key accepts.
 *
 * @param wanted completes "expected ..." for a person
 * @param reader gives the value, null if the node is not acceptable
 * @param culprit gives the part of a node that makes it unacceptable
 * @param writer gives what a file would say: a text, number, switch, list or section, which reads
 *     as the same value
 * @param shape the same as {@code wanted} for an editor, as keywords of JSON Schema (2020-12): what
 *     it lets pass is accepted, but for a few texts that no keyword can tell apart
 */
record ValueType<T>(
    String wanted,
    Function<Node, @Nullable T> reader,
    UnaryOperator<Node> culprit,
    Function<T, Object> writer,
    Map<String, Object> shape) {

  /**
   * Returns a type of no known shape of which a node is acceptable as a whole or not, and whose
   * values are written as they are, durations with a unit, sets in order.
   */
  static <T> ValueType<T> of(String wanted, Function<Node, @Nullable T> reader) {
    return new ValueType<>(wanted, reader, UnaryOperator.identity(), ValueType::plain, Map.of());
  }

  /**
   * Returns the type of what is made of this one's values, null of those that are not acceptable
   * after all; wanted, blamed and shaped as this one, and written as {@link #of} has it.
   */
  <R> ValueType<R> as(Function<T, @Nullable R> maker) {
    return new ValueType<>(
        wanted,
        node -> {
          T value = read(node);
          return value == null ? null : maker.apply(value);
        },
        culprit,
        ValueType::plain,
        shape);
  }

  /** Returns the same type with a shape. */
  ValueType<T> shaped(Map<String, Object> keywords) {
    return new ValueType<>(wanted, reader, culprit, writer, keywords);
  }

  /** Returns the same type, of whose nodes a part makes them unacceptable. */
  ValueType<T> blaming(UnaryOperator<Node> part) {
    return new ValueType<>(wanted, reader, part, writer, shape);
  }

  /** Returns the same type, its values written in another way. */
  ValueType<T> written(Function<T, Object> way) {
    return new ValueType<>(wanted, reader, culprit, way, shape);
  }

  /** Returns the value that {@code node} stands for, null if it is none of this type. */
  @Nullable T read(Node node) {
    return reader.apply(node);
  }

  /** Returns what a file would say. */
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
