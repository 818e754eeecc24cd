package io.apibuddy.bootstrap.config;

import io.apibuddy.bootstrap.config.Node.Kind;
import io.apibuddy.bootstrap.config.Node.Scalar;
import java.math.BigDecimal;

/** Numbers as files usually have them. */
final class PlainNumber {
  private static final int MOST_DIGITS = 40;

  private PlainNumber() {}

  /** Returns what a scalar says: a number as {@link #of(String)} has it, any text as it is. */
  static String of(Scalar scalar) {
    return scalar.kind() == Kind.NUMBER ? of(scalar.text()) : scalar.text();
  }

  /** Returns a number without an exponent where it has not too many digits, else its text. */
  static String of(String text) {
    try {
      BigDecimal exact = new BigDecimal(text);
      return Math.abs(exact.scale()) <= MOST_DIGITS ? exact.toPlainString() : text;
    } catch (NumberFormatException e) {
      return text; // not a number, or infinite
    }
  }
}
