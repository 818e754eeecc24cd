package io.apibuddy.bootstrap.config;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What values a key accepts.
 *
 * @param wanted completes "expected ..." for a person
 * @param reader gives the value, null if the node is not acceptable
 * @param writer gives what a file would say: a text, number, switch or list, which reads as the
 *     same value
 */
record ValueType<T>(String wanted, Function<Node, @Nullable T> reader, Function<T, Object> writer) {

  /** A type whose values are written as they are, durations with a unit, sets in order. */
  ValueType(String wanted, Function<Node, @Nullable T> reader) {
    this(wanted, reader, ValueType::plain);
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
