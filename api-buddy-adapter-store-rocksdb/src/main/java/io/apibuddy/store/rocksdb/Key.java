package io.apibuddy.store.rocksdb;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Builds keys whose bytes sort like their parts. A text ends in {@code 00 01} and has {@code 00 FF}
 * for each zero byte of its own, so that none is a prefix of another. A number has eight bytes, the
 * highest first, with the sign bit inverted. Not safe for concurrent use.
 */
final class Key {
  private static final int ZERO = 0;
  private static final int END = 1;
  private static final int ESCAPED = 0xff;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);

  private Key() {}

  /** Starts with a text, usually the domain. */
  static Key of(String text) {
    return new Key().with(text);
  }

  /** Starts with a number. */
  static Key of(long number) {
    return new Key().with(number);
  }

  /** Returns the key of an entry in the families in which it has one row. */
  static byte[] of(Place place) {
    return of(place.domain()).with(place.number()).bytes();
  }

  Key with(String text) {
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      bytes.write(octet);
      if (octet == ZERO) {
        bytes.write(ESCAPED);
      }
    }
    bytes.write(ZERO);
    bytes.write(END);
    return this;
  }

  Key with(long number) {
    long ordered = number ^ Long.MIN_VALUE;
    for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      bytes.write((int) (ordered >>> shift));
    }
    return this;
  }

  Key with(boolean flag) {
    bytes.write(flag ? 1 : 0);
    return this;
  }

  Key with(byte[] raw) {
    bytes.writeBytes(raw);
    return this;
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }

  /** Returns the text with which a key begins. */
  static String text(byte[] key) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    int i = 0;
    while (key[i] != ZERO || (key[i + 1] & 0xff) == ESCAPED) {
      text.write(key[i]);
      i += key[i] == ZERO ? 2 : 1;
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  /** Returns the number that ends {@code trailing} bytes before the end of a key. */
  static long number(byte[] key, int trailing) {
    return ByteBuffer.wrap(key).getLong(key.length - Long.BYTES - trailing) ^ Long.MIN_VALUE;
  }

  /** Returns whether a key begins with {@code prefix}. */
  static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }

  /** Returns the first key after all that begin with {@code prefix}, which must not be all FF. */
  static byte[] afterPrefix(byte[] prefix) {
    byte[] end = prefix.clone();
    int last = end.length - 1;
    while (end[last] == (byte) 0xff) {
      end[last--] = 0;
    }
    end[last]++;
    return end;
  }
}
