package io.apibuddy.store.sqlite;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Computes a CRC32C over values; texts and arrays are preceded by their length. For use by one
 * thread.
 */
final class Checksum {
  private final CRC32C crc = new CRC32C();
  private final byte[] word = new byte[Long.BYTES];

  Checksum add(long value) {
    for (int i = 0; i < Long.BYTES; i++) {
      word[i] = (byte) (value >>> (8 * i));
    }
    crc.update(word);
    return this;
  }

  Checksum add(@Nullable Long value) {
    return value == null ? add(0L) : add(1L).add(value.longValue());
  }

  Checksum add(byte @Nullable [] bytes) {
    if (bytes == null) {
      return add(-1L);
    }
    add((long) bytes.length);
    crc.update(bytes);
    return this;
  }

  Checksum add(String text) {
    return add(text.getBytes(StandardCharsets.UTF_8));
  }

  long value() {
    return crc.getValue();
  }
}
