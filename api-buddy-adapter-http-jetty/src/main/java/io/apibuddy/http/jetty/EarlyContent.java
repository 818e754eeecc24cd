package io.apibuddy.http.jetty;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The beginning of a response's content: what had come when its head was parsed, taken in by the
 * thread that parsed it. A short answer is complete then, and its connection free again, before
 * anybody is woken for it; read later, by the thread that waits, it costs the selector's another
 * turn. Not safe for concurrent use: the future of the answer hands it over.
 */
final class EarlyContent {

  /** What is longer, in bytes, is left to whoever reads it, at its own pace. */
  private static final int LIMIT = 64 << 10;

  private static final int FIRST_ROOM = 1 << 10;

  private byte[] bytes = new byte[0];
  private int count;

  /**
   * Returns whether more is to be taken in.
   *
   * @param length what the response announced, -1 if nothing
   */
  boolean takes(long length) {
    return length <= LIMIT && count <= LIMIT;
  }

  void append(ByteBuffer piece, long length) {
    int more = piece.remaining();
    if (more > bytes.length - count) {
      int room = length >= 0 ? (int) length : Math.max(FIRST_ROOM, 2 * count);
      bytes = Arrays.copyOf(bytes, Math.max(room, count + more));
    }
    piece.get(bytes, count, more);
    count += more;
  }

  int count() {
    return count;
  }

  /** Copies up to {@code length} bytes from {@code from} on; returns how many. */
  int get(int from, byte[] target, int offset, int length) {
    int copied = Math.min(length, count - from);
    System.arraycopy(bytes, from, target, offset, copied);
    return copied;
  }

  /** Returns all of it, which must not be changed. */
  byte[] toByteArray() {
    return count == bytes.length ? bytes : Arrays.copyOf(bytes, count);
  }
}
