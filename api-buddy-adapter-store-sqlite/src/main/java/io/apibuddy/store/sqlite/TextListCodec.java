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

  static byte[] encode(Headers headers) {
    if (headers.isEmpty()) {
      return NOTHING;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(headers.size() * 48);
    for (int i = 0; i < headers.size(); i++) {
      append(out, headers.name(i));
      append(out, headers.value(i));
    }
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
