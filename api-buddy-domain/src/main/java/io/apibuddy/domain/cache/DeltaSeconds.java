package io.apibuddy.domain.cache;

import java.util.OptionalLong;

/** Parses delta-seconds: a non-negative whole number of seconds (RFC 9111 section 1.2.2). */
public final class DeltaSeconds {

  /** The value that greater ones count as: 2^31. */
  public static final long MAX = 1L << 31;

  private DeltaSeconds() {}

  /** Returns the number, at most {@link #MAX}; empty if the text is not one. */
  public static OptionalLong parse(String text) {
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    long seconds = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return OptionalLong.empty();
      }
      seconds = Math.min(MAX, seconds * 10 + (c - '0'));
    }
    return OptionalLong.of(seconds);
  }
}
