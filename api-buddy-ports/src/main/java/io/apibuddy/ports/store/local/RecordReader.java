package io.apibuddy.ports.store.local;

import io.apibuddy.ports.http.Headers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads what a {@link RecordWriter} wrote, in the same order; for one thread. What is cut short
 * ends in an unchecked exception of {@link ByteBuffer} or of the array that it asks for.
 */
public final class RecordReader {
  private final ByteBuffer bytes;

  /** Reads the remaining bytes. */
  public RecordReader(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /** Reads a whole array. */
  public RecordReader(byte[] bytes) {
    this(ByteBuffer.wrap(bytes));
  }

  /** Returns the next number of eight bytes. */
  public long longValue() {
    return bytes.getLong();
  }

  /** Returns the next number of four bytes. */
  public int intValue() {
    return bytes.getInt();
  }

  /** Returns the next moment. */
  public Instant instant() {
    return Instant.ofEpochSecond(bytes.getLong(), bytes.getInt());
  }

  /** Returns the next duration. */
  public Duration duration() {
    return Duration.ofSeconds(bytes.getLong(), bytes.getInt());
  }

  /** Returns the next flag. */
  public boolean flag() {
    return bytes.get() != 0;
  }

  /** Returns the next text. */
  public String text() {
    return new String(array(), StandardCharsets.UTF_8);
  }

  /** Returns the next array. */
  public byte[] array() {
    byte[] array = new byte[bytes.getInt()];
    bytes.get(array);
    return array;
  }

  /** Returns the next field lines. */
  public Headers headers() {
    String[] lines = new String[2 * intValue()];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = text();
    }
    return Headers.of(lines);
  }

  /** Returns the next texts by their names. */
  public Map<String, String> texts() {
    Map<String, String> texts = new HashMap<>();
    for (int left = intValue(); left > 0; left--) {
      texts.put(text(), text());
    }
    return texts;
  }

  /** Returns whether anything is left. */
  public boolean hasMore() {
    return bytes.hasRemaining();
  }
}
