package io.apibuddy.bootstrap.system;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;

/** Damages files as a broken disk does. */
final class FileDamage {
  private static final Random NOISE = new Random(11);

  private FileDamage() {}

  /** Overwrites bytes with random ones, beyond the end too. */
  static void withNoise(Path file, long from, int count) throws IOException {
    byte[] noise = new byte[count];
    NOISE.nextBytes(noise);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
      channel.write(ByteBuffer.wrap(noise), from);
    }
  }

  static void truncate(Path file, long size) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(size);
    }
  }

  /** Returns the offset of the first occurrence of some bytes. */
  static long find(Path file, byte[] wanted) throws IOException {
    byte[] all = Files.readAllBytes(file);
    for (int at = 0; at <= all.length - wanted.length; at++) {
      if (Arrays.equals(all, at, at + wanted.length, wanted, 0, wanted.length)) {
        return at;
      }
    }
    throw new IllegalArgumentException("not in " + file);
  }
}
