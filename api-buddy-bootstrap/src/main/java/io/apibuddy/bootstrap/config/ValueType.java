package io.apibuddy.bootstrap.config;

import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What values a key accepts.
 *
 * @param wanted completes "expected ..." for a person
 * @param reader gives the value, null if the node is not acceptable
 * @param culprit gives the part of a node that makes it unacceptable
 */
record ValueType<T>(
    String wanted, Function<Node, @Nullable T> reader, UnaryOperator<Node> culprit) {

  /** Makes a type of which a node is acceptable as a whole or not. */
  ValueType(String wanted, Function<Node, @Nullable T> reader) {
    this(wanted, reader, UnaryOperator.identity());
  }

  /** Returns the value that {@code node} stands for, null if it is none of this type. */
  @Nullable T read(Node node) {
    return reader.apply(node);
  }
}
