package io.apibuddy.domain.cache;

import java.util.OptionalLong;

/** A non-negative number of seconds in decimal digits (RFC 9111 section 1.2.2). */
public final class DeltaSeconds {

  /** What greater values count as. */
  public static final long MAXIMUM = 1L << 31;

  private DeltaSeconds() {}

  /** Returns the number, {@link #MAXIMUM} if it is greater, empty if the text is none. */
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
      seconds = Math.min(MAXIMUM, seconds * 10 + (c - '0'));
    }
    return OptionalLong.of(seconds);
  }
}
