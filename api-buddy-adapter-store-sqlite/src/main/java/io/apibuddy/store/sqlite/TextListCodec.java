package io.apibuddy.store.sqlite;

import io.apibuddy.ports.http.Headers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Encodes field lines and attributes as bytes: name, value, name, value, each in UTF-8, preceded by
 * its length in bytes as a LEB128 varint (seven bits per byte, lowest first, high bit set if more
 * follow). Any text survives the round trip, and equal values have equal encodings.
 */
final class TextListCodec {
  private static final byte[] NOTHING = new byte[0];

  private TextListCodec() {}

  static byte[] encode(Headers headers) {
    if (headers.isEmpty()) {
      return NOTHING;
    }
    Output out = new Output(headers.size());
    for (int i = 0; i < headers.size(); i++) {
      out.append(headers.name(i));
      out.append(headers.value(i));
    }
    return out.toByteArray();
  }

  static byte[] encode(Map<String, String> attributes) {
    if (attributes.isEmpty()) {
      return NOTHING;
    }
    Output out = new Output(attributes.size());
    new TreeMap<>(attributes)
        .forEach(
            (name, value) -> {
              out.append(name);
              out.append(value);
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

  /** The output buffer. ASCII, as nearly all texts are, is copied without a temporary array. */
  private static final class Output {
    private static final int USUAL_SIZE = 48;
    private static final int MAX_LENGTH_BYTES = 5;

    private byte[] bytes;
    private int end;

    Output(int pairs) {
      bytes = new byte[pairs * USUAL_SIZE];
    }

    @SuppressWarnings("deprecation") // it only affects characters that are not ASCII
    void append(String text) {
      if (isAscii(text)) {
        begin(text.length());
        text.getBytes(0, text.length(), bytes, end);
        end += text.length();
      } else {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        begin(utf8.length);
        System.arraycopy(utf8, 0, bytes, end, utf8.length);
        end += utf8.length;
      }
    }

    private void begin(int length) {
      int needed = end + MAX_LENGTH_BYTES + length;
      if (needed > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
      }
      int left = length;
      for (; left >= 0x80; left >>>= 7) {
        bytes[end++] = (byte) (left | 0x80);
      }
      bytes[end++] = (byte) left;
    }

    private static boolean isAscii(String text) {
      for (int i = 0; i < text.length(); i++) {
        if (text.charAt(i) >= 0x80) {
          return false;
        }
      }
      return true;
    }

    byte[] toByteArray() {
      return Arrays.copyOf(bytes, end);
    }
  }
}
