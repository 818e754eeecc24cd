package io.apibuddy.bootstrap.config;

import java.math.BigDecimal;

/** Numbers as files usually have them. */
final class PlainNumber {
  private static final int MOST_DIGITS = 40;

  private PlainNumber() {}

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
