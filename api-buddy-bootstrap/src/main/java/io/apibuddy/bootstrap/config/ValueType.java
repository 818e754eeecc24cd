package io.apibuddy.bootstrap.config;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What values a key accepts.
 *
 * @param wanted completes "expected ..." for a person
 * @param reader gives the value, null if the node is not acceptable
 */
record ValueType<T>(String wanted, Function<Node, @Nullable T> reader) {

  /** Returns the value that {@code node} stands for, null if it is none of this type. */
  @Nullable T read(Node node) {
    return reader.apply(node);
  }
}
