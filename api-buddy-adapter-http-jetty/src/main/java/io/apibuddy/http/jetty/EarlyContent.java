package io.apibuddy.http.jetty;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The beginning of a response's content, as far as it had arrived when the head was parsed; the
 * thread that parsed the head copies it. So a short response is complete, and its connection free
 * again, before anybody is woken for it. If the waiting thread read it later, that would cost the
 * selector's thread another turn. Not safe for concurrent use: the future of the exchange publishes
 * it.
 */
final class EarlyContent {

  /** The most content, in bytes: longer content is left to its reader, at the reader's pace. */
  private static final int LIMIT = 64 << 10;

  private static final int INITIAL_CAPACITY = 1 << 10;

  private static final byte[] NONE = {};

  private byte[] bytes = NONE;
  private int count;

  /**
   * Returns whether more content should be copied.
   *
   * @param length the announced length in bytes, -1 if there is none
   */
  boolean takes(long length) {
    return length <= LIMIT && count <= LIMIT;
  }

  void append(ByteBuffer piece, long length) {
    int more = piece.remaining();
    if (more > bytes.length - count) {
      int room = length >= 0 ? (int) length : Math.max(INITIAL_CAPACITY, 2 * count);
      bytes = Arrays.copyOf(bytes, Math.max(room, count + more));
    }
    piece.get(bytes, count, more);
    count += more;
  }

  int count() {
    return count;
  }

  /**
   * Moves up to {@code length} bytes from index {@code from} on to {@code target}; returns how
   * many. Whoever calls begins at index 0 and goes on where the former call ended.
   */
  int take(int from, byte[] target, int offset, int length) {
    int moved = Math.min(length, count - from);
    System.arraycopy(bytes, from, target, offset, moved);
    if (from + moved == count) {
      bytes = NONE; // the exchange may go on for long
    }
    return moved;
  }

  /** Returns all bytes, of which none was taken, in an array that must not be changed. */
  byte[] toByteArray() {
    return count == bytes.length ? bytes : Arrays.copyOf(bytes, count);
  }
}
