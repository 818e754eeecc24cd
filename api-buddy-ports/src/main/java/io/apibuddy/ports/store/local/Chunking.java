package io.apibuddy.ports.store.local;

/** Divides content into chunks of one size, of which the last may be shorter. */
public final class Chunking {
  /** The size of a full chunk in bytes. */
  public static final int SIZE = 65_536;

  private Chunking() {}

  /** Returns the number of chunks of a content of {@code length} bytes. */
  public static long count(long length) {
    return length / SIZE + (length % SIZE == 0 ? 0 : 1);
  }

  /** Returns the size in bytes of the chunk at index {@code sequence}. */
  public static int size(long sequence, long length) {
    return (int) Math.min(SIZE, length - sequence * SIZE);
  }
}
