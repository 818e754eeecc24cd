package io.apibuddy.bootstrap.body;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Growing UTF-8 text with JSON's strings in their one canonical form (RFC 8259 section 7). */
final class JsonText {
  private static final String SHORT_ESCAPES = "\b\t\n\f\r\"\\";
  private static final String SHORT_NAMES = "btnfr\"\\";
  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  private byte[] bytes = new byte[1_024];
  private int length;

  int length() {
    return length;
  }

  byte at(int index) {
    return bytes[index];
  }

  /** Appends characters below 128. */
  void ascii(String text) {
    reserve(text.length());
    for (int i = 0; i < text.length(); i++) {
      bytes[length++] = (byte) text.charAt(i);
    }
  }

  /** Appends a marker byte and a number. */
  void marker(byte marker, int number) {
    reserve(5);
    bytes[length++] = marker;
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes[length++] = (byte) (number >>> shift);
    }
  }

  /** Returns the number behind a marker. */
  int number(int index) {
    int number = 0;
    for (int i = 0; i < 4; i++) {
      number = number << 8 | (bytes[index + i] & 0xff);
    }
    return number;
  }

  /** Appends a string in quotes. */
  void quoted(char[] chars, int offset, int count) {
    reserve(2);
    bytes[length++] = '"';
    int end = offset + count;
    for (int i = offset; i < end; i++) {
      reserve(8);
      char c = chars[i];
      if (c < 0x80) {
        plain(c);
      } else if (c < 0x800) {
        bytes[length++] = (byte) (0xc0 | c >> 6);
        continuation(c);
      } else if (Character.isHighSurrogate(c)
          && i + 1 < end
          && Character.isLowSurrogate(chars[i + 1])) {
        supplementary(Character.toCodePoint(c, chars[++i]));
      } else if (Character.isSurrogate(c)) {
        escape(c);
      } else {
        bytes[length++] = (byte) (0xe0 | c >> 12);
        continuation(c >> 6);
        continuation(c);
      }
    }
    reserve(1);
    bytes[length++] = '"';
  }

  /** Compares two strings by their bytes, up to their closing quotes. */
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

  private void plain(char c) {
    int escape = SHORT_ESCAPES.indexOf(c);
    if (escape >= 0) {
      bytes[length++] = '\\';
      bytes[length++] = (byte) SHORT_NAMES.charAt(escape);
    } else if (c < ' ') {
      escape(c);
    } else {
      bytes[length++] = (byte) c;
    }
  }

  private void escape(char c) {
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
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
