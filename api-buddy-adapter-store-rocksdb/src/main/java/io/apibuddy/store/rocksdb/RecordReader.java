package io.apibuddy.store.rocksdb;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** Reads what a {@link RecordWriter} wrote, in the same order; for one thread. */
final class RecordReader {
  private final ByteBuffer bytes;

  RecordReader(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  RecordReader(byte[] bytes) {
    this(ByteBuffer.wrap(bytes));
  }

  long longValue() {
    return bytes.getLong();
  }

  int intValue() {
    return bytes.getInt();
  }

  Instant instant() {
    return Instant.ofEpochSecond(bytes.getLong(), bytes.getInt());
  }

  Duration duration() {
    return Duration.ofSeconds(bytes.getLong(), bytes.getInt());
  }

  boolean flag() {
    return bytes.get() != 0;
  }

  String text() {
    return new String(array(), StandardCharsets.UTF_8);
  }

  byte[] array() {
    byte[] array = new byte[bytes.getInt()];
    bytes.get(array);
    return array;
  }

  boolean hasMore() {
    return bytes.hasRemaining();
  }
}
