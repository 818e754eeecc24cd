package io.apibuddy.ports.store.local;

import io.apibuddy.ports.http.Headers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;

/**
 * Serializes values one after the other for a {@link RecordReader}; texts and arrays are preceded
 * by their length. For use by one thread. Stores have such records on disk, so the encoding of a
 * value must never change.
 */
public final class RecordWriter {
  private static final int INITIAL_CAPACITY = 512;

  private ByteBuffer bytes = ByteBuffer.allocate(INITIAL_CAPACITY);

  /** Creates an empty record. */
  public RecordWriter() {}

  /** Adds a number, in eight bytes. */
  public RecordWriter add(long value) {
    room(Long.BYTES).putLong(value);
    return this;
  }

  /** Adds a number, in four bytes. */
  public RecordWriter add(int value) {
    room(Integer.BYTES).putInt(value);
    return this;
  }

  /** Adds an instant, to the nanosecond. */
  public RecordWriter add(Instant value) {
    return add(value.getEpochSecond()).add(value.getNano());
  }

  /** Adds a duration, to the nanosecond. */
  public RecordWriter add(Duration value) {
    return add(value.getSeconds()).add(value.getNano());
  }

  /** Adds a flag, in one byte. */
  public RecordWriter add(boolean value) {
    room(1).put((byte) (value ? 1 : 0));
    return this;
  }

  /** Adds a text, in UTF-8. */
  public RecordWriter add(String value) {
    return add(value.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds an array. */
  public RecordWriter add(byte[] value) {
    add(value.length);
    room(value.length).put(value);
    return this;
  }

  /** Adds field lines, preceded by their number. */
  public RecordWriter add(Headers fields) {
    add(fields.size());
    for (int i = 0; i < fields.size(); i++) {
      add(fields.name(i)).add(fields.value(i));
    }
    return this;
  }

  /** Adds a map of texts, preceded by its size. */
  public RecordWriter add(Map<String, String> texts) {
    add(texts.size());
    texts.forEach((name, value) -> add(name).add(value));
    return this;
  }

  /** Returns a copy of the record's bytes. */
  public byte[] bytes() {
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  private ByteBuffer room(int count) {
    if (bytes.remaining() < count) {
      int needed = Math.addExact(bytes.position(), count);
      bytes = ByteBuffer.allocate(Math.max(2 * bytes.capacity(), needed)).put(bytes.flip());
    }
    return bytes;
  }
}
