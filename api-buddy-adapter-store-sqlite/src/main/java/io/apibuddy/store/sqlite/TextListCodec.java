package io.apibuddy.store.sqlite;

import io.apibuddy.ports.http.Headers;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Field lines and attributes as bytes: name, value, name, value, each in UTF-8 behind its length in
 * bytes (seven bits a byte, the lowest first, the high bit says that more follow). Any text makes
 * the round trip, equal values give equal bytes.
 */
final class TextListCodec {
  private static final byte[] NOTHING = new byte[0];

  private TextListCodec() {}

  /** Field lines are ASCII nearly always: one array then, where there was one for each text. */
  static byte[] encode(Headers headers) {
    int size = 0;
    for (int i = 0; i < headers.size(); i++) {
      size += sizeInAscii(headers.name(i)) + sizeInAscii(headers.value(i));
    }
    byte[] ascii = new byte[size];
    int end = 0;
    for (int i = 0; i < headers.size(); i++) {
      end = putAscii(headers.name(i), ascii, end);
      end = putAscii(headers.value(i), ascii, end);
    }
    return end < 0 ? encodeUtf8(headers) : ascii;
  }

  private static int sizeInAscii(String text) {
    int size = text.length() + 1;
    for (int left = text.length() >>> 7; left > 0; left >>>= 7) {
      size++;
    }
    return size;
  }

  /**
   * Writes a text of octets at {@code start}, nothing if that is negative.
   *
   * @return where the next begins, -1 if this one is not all ASCII
   */
  @SuppressWarnings("deprecation") // which is about characters that are no octets
  private static int putAscii(String text, byte[] target, int start) {
    if (start < 0) {
      return -1;
    }
    int next = start;
    int length = text.length();
    for (; length >= 0x80; length >>>= 7) {
      target[next++] = (byte) (length | 0x80);
    }
    target[next++] = (byte) length;
    int end = next + text.length();
    text.getBytes(0, text.length(), target, next);
    while (next < end && target[next] >= 0) {
      next++;
    }
    return next < end ? -1 : end;
  }

  private static byte[] encodeUtf8(Headers headers) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(headers.size() * 48);
    headers.forEach(
        (name, value) -> {
          append(out, name);
          append(out, value);
        });
    return out.toByteArray();
  }

  static byte[] encode(Map<String, String> attributes) {
    if (attributes.isEmpty()) {
      return NOTHING;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(attributes.size() * 48);
    new TreeMap<>(attributes)
        .forEach(
            (name, value) -> {
              append(out, name);
              append(out, value);
            });
    return out.toByteArray();
  }

  static Headers decodeHeaders(byte[] bytes) {
    List<String> texts = decode(bytes);
    return texts.isEmpty() ? Headers.EMPTY : Headers.of(texts.toArray(String[]::new));
  }

  static Map<String, String> decodeAttributes(byte[] bytes) {
    List<String> texts = decode(bytes);
    Map<String, String> attributes = new LinkedHashMap<>();
    for (int i = 0; i < texts.size(); i += 2) {
      attributes.put(texts.get(i), texts.get(i + 1));
    }
    return attributes;
  }

  private static void append(ByteArrayOutputStream out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int length = bytes.length;
    for (; length >= 0x80; length >>>= 7) {
      out.write(length | 0x80);
    }
    out.write(length);
    out.writeBytes(bytes);
  }

  private static List<String> decode(byte[] bytes) {
    List<String> texts = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    while (in.hasRemaining()) {
      int length = 0;
      int part;
      int shift = 0;
      do {
        part = in.get();
        length |= (part & 0x7f) << shift;
        shift += 7;
      } while (part < 0);
      texts.add(new String(bytes, in.position(), length, StandardCharsets.UTF_8));
      in.position(in.position() + length);
    }
    return texts;
  }
}
