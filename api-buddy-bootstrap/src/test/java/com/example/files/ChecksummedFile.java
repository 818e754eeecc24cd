package com.example.files;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.CRC32;

/** A small file that is replaced as a whole and detects damage by a checksum. */
final class ChecksummedFile {

  /** Writes the content. */
  interface Writing {
    void to(DataOutput out) throws IOException;
  }

  /** Reads the content. */
  interface Reading<T> {
    T from(DataInput in) throws IOException;
  }

  private ChecksummedFile() {}

  static void write(Path file, Writing content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    content.to(new DataOutputStream(bytes));
    byte[] written = bytes.toByteArray();
    ByteBuffer sealed = ByteBuffer.allocate(Long.BYTES + written.length);
    sealed.putLong(checksum(written)).put(written);
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.write(part, sealed.array());
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Throws an {@link IOException} if the file is damaged. */
  static <T> T read(Path file, Reading<T> content) throws IOException {
    ByteBuffer sealed = ByteBuffer.wrap(Files.readAllBytes(file));
    if (sealed.remaining() < Long.BYTES) {
      throw new IOException(file + " is cut off");
    }
    long checksum = sealed.getLong();
    byte[] bytes = new byte[sealed.remaining()];
    sealed.get(bytes);
    if (checksum != checksum(bytes)) {
      throw new IOException(file + " is damaged");
    }
    return content.from(new DataInputStream(new ByteArrayInputStream(bytes)));
  }

  private static long checksum(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return crc.getValue();
  }
}
