package io.apibuddy.store.rocksdb;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** Writes values one behind the other, texts and arrays behind their length; for one thread. */
final class RecordWriter {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);

  RecordWriter add(long value) {
    bytes.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
    return this;
  }

  RecordWriter add(int value) {
    bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
    return this;
  }

  RecordWriter add(Instant value) {
    return add(value.getEpochSecond()).add(value.getNano());
  }

  RecordWriter add(Duration value) {
    return add(value.getSeconds()).add(value.getNano());
  }

  RecordWriter add(boolean value) {
    bytes.write(value ? 1 : 0);
    return this;
  }

  RecordWriter add(String value) {
    return add(value.getBytes(StandardCharsets.UTF_8));
  }

  RecordWriter add(byte[] value) {
    add(value.length);
    bytes.writeBytes(value);
    return this;
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }
}
