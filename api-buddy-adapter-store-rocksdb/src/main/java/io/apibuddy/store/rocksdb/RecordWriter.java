package io.apibuddy.store.rocksdb;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** Writes values one behind the other, texts and arrays behind their length; for one thread. */
final class RecordWriter {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);

  RecordWriter add(long value) {
    return add((int) (value >>> Integer.SIZE)).add((int) value);
  }

  RecordWriter add(int value) {
    for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      bytes.write(value >>> shift);
    }
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
