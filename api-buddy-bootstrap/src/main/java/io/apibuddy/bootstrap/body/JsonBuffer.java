package io.apibuddy.bootstrap.body;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * A growing buffer of UTF-8 text that writes JSON strings in one canonical form (RFC 8259, section
 * 7).
 */
final class JsonBuffer {
  private static final String SHORT_ESCAPES = "\b\t\n\f\r\"\\";
  private static final String SHORT_ESCAPE_LETTERS = "btnfr\"\\";
  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  /** For each character below 128, whether it is written without an escape. */
  private static final boolean[] UNESCAPED = new boolean[0x80];

  static {
    for (char c = ' '; c < UNESCAPED.length; c++) {
      UNESCAPED[c] = SHORT_ESCAPES.indexOf(c) < 0;
    }
  }

  private static final int INITIAL_CAPACITY = 1_024;

  /**
   * From this size, the buffer grows to the expected length at once, so that a long text is not
   * copied many times.
   */
  private static final int DOUBLING_LIMIT = 64 << 10;

  private final DocumentMemory memory;
  private byte[] bytes = new byte[INITIAL_CAPACITY];
  private int length;

  JsonBuffer(DocumentMemory memory) {
    this.memory = memory;
    memory.reserve(INITIAL_CAPACITY);
  }

  int length() {
    return length;
  }

  /** Returns the index of the first {@code wanted} byte in a range, {@code to} if there is none. */
  int find(byte wanted, int from, int to) {
    int at = from;
    while (at < to && bytes[at] != wanted) {
      at++;
    }
    return at;
  }

  /** Appends ASCII characters as they are. */
  void ascii(String text) {
    reserve(text.length());
    for (int i = 0; i < text.length(); i++) {
      bytes[length++] = (byte) text.charAt(i);
    }
  }

  /** Appends a marker byte and a number, five bytes in all. */
  void marker(byte marker, int number) {
    reserve(5);
    bytes[length++] = marker;
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes[length++] = (byte) (number >>> shift);
    }
  }

  /**
   * Returns the number of a marker.
   *
   * @param index the index of the number's first byte
   */
  int markerNumber(int index) {
    int number = 0;
    for (int i = 0; i < 4; i++) {
      number = number << 8 | (bytes[index + i] & 0xff);
    }
    return number;
  }

  /** Appends a whole string with its quotes. */
  void quoted(char[] chars, int offset, int count) {
    quote();
    characters(chars, offset, count);
    quote();
  }

  /** Appends a quote, which begins or ends a string that is appended in pieces. */
  void quote() {
    reserve(1);
    bytes[length++] = '"';
  }

  /** Appends a piece of a string. A surrogate pair must not be split between two pieces. */
  void characters(char[] chars, int offset, int count) {
    int end = offset + count;
    int next = plain(chars, offset, end);
    while (next < end) {
      next = plain(chars, special(chars, next, end), end);
    }
  }

  /** Appends unescaped ASCII characters and returns the index of the first other character. */
  private int plain(char[] chars, int start, int end) {
    reserve(end - start);
    int next = start;
    while (next < end && chars[next] < 0x80 && UNESCAPED[chars[next]]) {
      bytes[length++] = (byte) chars[next++];
    }
    return next;
  }

  /** Appends one other character or surrogate pair and returns the index of the next one. */
  private int special(char[] chars, int at, int end) {
    reserve(6);
    char c = chars[at];
    if (c < 0x80) {
      escape(c);
    } else if (c < 0x800) {
      bytes[length++] = (byte) (0xc0 | c >> 6);
      continuation(c);
    } else if (Character.isHighSurrogate(c)
        && at + 1 < end
        && Character.isLowSurrogate(chars[at + 1])) {
      supplementary(Character.toCodePoint(c, chars[at + 1]));
      return at + 2;
    } else if (Character.isSurrogate(c)) {
      hexadecimal(c);
    } else {
      bytes[length++] = (byte) (0xe0 | c >> 12);
      continuation(c >> 6);
      continuation(c);
    }
    return at + 1;
  }

  /**
   * Compares two strings, given by the indexes of their opening quotes, byte by byte up to their
   * closing quotes.
   */
  int compareQuoted(int a, int b) {
    int i = 1;
    while (bytes[a + i] == bytes[b + i]) {
      if (bytes[a + i] == '"') {
        return 0;
      }
      i += bytes[a + i] == '\\' && bytes[b + i + 1] == bytes[a + i + 1] ? 2 : 1;
    }
    if (bytes[a + i] == '"' || bytes[b + i] == '"') {
      return bytes[a + i] == '"' ? -1 : 1;
    }
    return Integer.compare(bytes[a + i] & 0xff, bytes[b + i] & 0xff);
  }

  void writeTo(OutputStream target, int from, int to) throws IOException {
    target.write(bytes, from, to - from);
  }

  private void escape(char c) {
    int kind = SHORT_ESCAPES.indexOf(c);
    if (kind >= 0) {
      bytes[length++] = '\\';
      bytes[length++] = (byte) SHORT_ESCAPE_LETTERS.charAt(kind);
    } else {
      hexadecimal(c);
    }
  }

  private void hexadecimal(char c) {
    bytes[length++] = '\\';
    bytes[length++] = 'u';
    for (int shift = 12; shift >= 0; shift -= 4) {
      bytes[length++] = HEX[c >> shift & 0xf];
    }
  }

  private void supplementary(int codePoint) {
    bytes[length++] = (byte) (0xf0 | codePoint >> 18);
    continuation(codePoint >> 12);
    continuation(codePoint >> 6);
    continuation(codePoint);
  }

  private void continuation(int bits) {
    bytes[length++] = (byte) (0x80 | (bits & 0x3f));
  }

  private void reserve(int more) {
    if (bytes.length - length < more) {
      int former = bytes.length;
      int grown =
          former < DOUBLING_LIMIT ? former * 2 : Math.max(former + former / 4, memory.expected());
      int size = Math.max(grown, length + more);
      memory.reserve(size);
      bytes = Arrays.copyOf(bytes, size);
      memory.release(former);
    }
  }
}
