package io.apibuddy.ports.store.local;

import io.apibuddy.ports.http.Headers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads the values that a {@link RecordWriter} wrote, in the same order. For use by one thread. A
 * truncated record ends in an unchecked exception, from {@link ByteBuffer} or from the allocation
 * of an array.
 */
public final class RecordReader {
  private final ByteBuffer bytes;

  /** Creates a reader of the remaining bytes. */
  public RecordReader(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /** Creates a reader of a whole array. */
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

  /** Returns the next instant. */
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

  /** Returns the next map of texts. */
  public Map<String, String> texts() {
    Map<String, String> texts = new HashMap<>();
    for (int left = intValue(); left > 0; left--) {
      texts.put(text(), text());
    }
    return texts;
  }

  /** Returns whether any bytes are left. */
  public boolean hasMore() {
    return bytes.hasRemaining();
  }
}
