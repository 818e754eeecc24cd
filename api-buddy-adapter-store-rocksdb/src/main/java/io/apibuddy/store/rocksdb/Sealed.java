package io.apibuddy.store.rocksdb;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Prepends a CRC32C of key and content to a value, so that damage and mix-ups are detected. */
final class Sealed {
  private static final int SUM = Integer.BYTES;

  private Sealed() {}

  static byte[] seal(byte[] key, byte[] content) {
    return ByteBuffer.allocate(SUM + content.length)
        .putInt(sum(key, ByteBuffer.wrap(content)))
        .put(content)
        .array();
  }

  /** Returns the content, a view of {@code value}; empty if it is damaged. */
  static Optional<ByteBuffer> open(byte[] key, byte[] value) {
    if (value.length < SUM) {
      return Optional.empty();
    }
    ByteBuffer content = ByteBuffer.wrap(value, SUM, value.length - SUM).slice();
    boolean whole = ByteBuffer.wrap(value).getInt() == sum(key, content.duplicate());
    return whole ? Optional.of(content) : Optional.empty();
  }

  private static int sum(byte[] key, ByteBuffer content) {
    CRC32C crc = new CRC32C();
    crc.update(key);
    crc.update(content);
    return (int) crc.getValue();
  }
}
