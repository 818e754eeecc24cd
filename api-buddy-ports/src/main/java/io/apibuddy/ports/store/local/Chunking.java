package io.apibuddy.ports.store.local;

/** How content is cut: into chunks of one size, of which the last may be shorter. */
public final class Chunking {
  /** Bytes of a whole chunk. */
  public static final int SIZE = 65_536;

  private Chunking() {}

  /** Returns how many chunks a content of {@code length} bytes has. */
  public static long count(long length) {
    return length / SIZE + (length % SIZE == 0 ? 0 : 1);
  }

  /** Returns how many bytes the chunk at {@code sequence} of a content has. */
  public static int size(long sequence, long length) {
    return (int) Math.min(SIZE, length - sequence * SIZE);
  }
}
