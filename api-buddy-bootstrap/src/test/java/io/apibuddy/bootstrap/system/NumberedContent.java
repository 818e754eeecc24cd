package io.apibuddy.bootstrap.system;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;

/** The content of {@link NumberedApi}: a function of the number and of the answer's version. */
public final class NumberedContent {
  private static final int MIX = 100;
  private static final int TINY = 70;
  private static final int SMALL = 90;
  private static final int MEDIUM = 99;

  private NumberedContent() {}

  /** Returns how many bytes all answers to a number have: 1 B, 1 KiB, 64 KiB or 2 MiB. */
  public static int size(int number) {
    int place = number % MIX;
    if (place < TINY) {
      return 1;
    }
    if (place < SMALL) {
      return 1 << 10;
    }
    return place < MEDIUM ? 1 << 16 : 1 << 21;
  }

  /** Returns the content of an answer. */
  public static byte[] of(int number, long version) {
    SplittableRandom random = new SplittableRandom(version << Integer.SIZE | number);
    int size = size(number);
    ByteBuffer content = ByteBuffer.allocate(size + Long.BYTES).order(ByteOrder.BIG_ENDIAN);
    while (content.position() < size) {
      content.putLong(random.nextLong());
    }
    return Arrays.copyOf(content.array(), size);
  }
}
