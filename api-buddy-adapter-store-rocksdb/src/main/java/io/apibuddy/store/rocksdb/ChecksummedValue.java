package io.apibuddy.store.rocksdb;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Prepends a CRC32C of key and content to a value, so that damage and mix-ups are detected. */
final class ChecksummedValue {
  private static final int CHECKSUM_BYTES = Integer.BYTES;

  private ChecksummedValue() {}

  static byte[] encode(byte[] key, byte[] content) {
    return ByteBuffer.allocate(CHECKSUM_BYTES + content.length)
        .putInt(checksum(key, ByteBuffer.wrap(content)))
        .put(content)
        .array();
  }

  /** Returns the content, a view of {@code value}; empty if it is damaged. */
  static Optional<ByteBuffer> decode(byte[] key, byte[] value) {
    if (value.length < CHECKSUM_BYTES) {
      return Optional.empty();
    }
    ByteBuffer content =
        ByteBuffer.wrap(value, CHECKSUM_BYTES, value.length - CHECKSUM_BYTES).slice();
    boolean whole = ByteBuffer.wrap(value).getInt() == checksum(key, content.duplicate());
    return whole ? Optional.of(content) : Optional.empty();
  }

  private static int checksum(byte[] key, ByteBuffer content) {
    CRC32C crc = new CRC32C();
    crc.update(key);
    crc.update(content);
    return (int) crc.getValue();
  }
}
