package io.apibuddy.domain.security;

import io.apibuddy.domain.config.AccessKey;
import java.nio.ByteBuffer;

/**
 * Searches for a key in texts of clients that have not shown it. Such a client must not learn from
 * the duration how much of the key a text contains. So the search computes a rolling hash of each
 * window of the key's length (a polynomial modulo 2^64 whose base only the key's holder knows), and
 * nothing but its equality with the key's hash has an effect. Immutable.
 */
final class KeySearch {
  private final AccessKey key;
  private final int length;
  private final long base;
  private final long sum;

  /** The base to the power of the key's length, with which a character leaves the window. */
  private final long leavingFactor;

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
    this.leavingFactor = power;
  }

  /**
   * Returns whether a text contains the key. Takes the same steps for all texts of one length that
   * do not.
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
      window = window * base + text.charAt(i) - leavingFactor * text.charAt(i - length);
      seen |= window == sum;
    }
    return seen && isPlainlyIn(text);
  }

  /** Returns the same, as fast as possible; only for clients that have shown the key. */
  boolean isPlainlyIn(String text) {
    return text.contains(key.text());
  }
}
