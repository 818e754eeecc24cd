package io.apibuddy.domain.security;

import io.apibuddy.domain.config.AccessKey;
import java.nio.ByteBuffer;

/**
 * Looks for a key within texts of who has not shown it, who must not learn from the time that it
 * takes how much of the key a text has: each window of the key's length is summed up (a polynomial
 * modulo 2^64 whose base only the key's holder knows), and of two sums nothing but their equality
 * shows. Immutable.
 */
final class KeySearch {
  private final AccessKey key;
  private final int length;
  private final long base;
  private final long sum;

  /** The base to the power of the key's length. */
  private final long leaving;

  KeySearch(AccessKey key) {
    this.key = key;
    this.length = key.text().length();
    this.base = ByteBuffer.wrap(AccessKey.digest(key.text())).getLong() | 1;
    long whole = 0;
    long power = 1;
    for (int i = 0; i < length; i++) {
      whole = whole * base + key.text().charAt(i);
      power *= base;
    }
    this.sum = whole;
    this.leaving = power;
  }

  /**
   * Returns whether a text holds the key; takes the same steps for all without it of one length.
   */
  boolean isIn(String text) {
    int end = text.length();
    if (end < length) {
      return false;
    }
    long window = 0;
    for (int i = 0; i < length; i++) {
      window = window * base + text.charAt(i);
    }
    boolean seen = window == sum;
    for (int i = length; i < end; i++) {
      window = window * base + text.charAt(i) - leaving * text.charAt(i - length);
      seen |= window == sum;
    }
    return seen && isPlainlyIn(text);
  }

  /** Returns the same, as fast as can be: for who has shown the key. */
  boolean isPlainlyIn(String text) {
    return text.contains(key.text());
  }
}
