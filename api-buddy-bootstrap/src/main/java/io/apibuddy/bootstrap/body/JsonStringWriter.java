package io.apibuddy.bootstrap.body;

import java.io.Writer;

/**
 * Writes a string that the parser delivers in pieces, and joins surrogate pairs that are split
 * between two pieces.
 */
final class JsonStringWriter extends Writer {
  private static final char NONE = 0;

  private final JsonBuffer text;
  private final char[] pair = new char[2];
  private char high = NONE;

  JsonStringWriter(JsonBuffer text) {
    this.text = text;
  }

  @Override
  public void write(char[] chars, int offset, int count) {
    int from = offset;
    int end = offset + count;
    if (high != NONE && from < end) {
      pair[0] = high;
      pair[1] = chars[from];
      boolean whole = Character.isLowSurrogate(pair[1]);
      high = NONE;
      text.characters(pair, 0, whole ? 2 : 1);
      from += whole ? 1 : 0;
    }
    if (from < end && Character.isHighSurrogate(chars[end - 1])) {
      end--;
      high = chars[end];
    }
    text.characters(chars, from, end - from);
  }

  /** Ends the string: writes a high surrogate that has no low one. */
  @Override
  public void flush() {
    if (high != NONE) {
      pair[0] = high;
      high = NONE;
      text.characters(pair, 0, 1);
    }
  }

  @Override
  public void close() {}
}
