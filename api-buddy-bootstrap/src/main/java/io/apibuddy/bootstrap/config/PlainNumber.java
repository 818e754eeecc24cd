package io.apibuddy.bootstrap.config;

import io.apibuddy.bootstrap.config.Node.Kind;
import io.apibuddy.bootstrap.config.Node.Scalar;
import java.math.BigDecimal;

/** Formats numbers without exponents, as files usually have them. */
final class PlainNumber {
  private static final int MAX_DIGITS = 40;

  private PlainNumber() {}

  /** Returns a scalar's text, a number in the form of {@link #of(String)}. */
  static String of(Scalar scalar) {
    return scalar.kind() == Kind.NUMBER ? of(scalar.text()) : scalar.text();
  }

  /**
   * Returns a number without an exponent unless that takes too many digits; any other text
   * unchanged.
   */
  static String of(String text) {
    try {
      BigDecimal exact = new BigDecimal(text);
      return Math.abs(exact.scale()) <= MAX_DIGITS ? exact.toPlainString() : text;
    } catch (NumberFormatException e) {
      return text; // not a number, or infinite
    }
  }
}
