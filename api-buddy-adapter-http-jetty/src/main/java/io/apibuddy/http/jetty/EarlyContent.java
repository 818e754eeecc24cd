package io.apibuddy.http.jetty;

import java.util.Arrays;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a response's content: what had come when its head was parsed, read by the thread
 * that parsed it. A short answer is complete then, and its connection free again, before anybody is
 * woken for it; read later, by the thread that waits, it costs the selector's another turn. Not
 * safe for concurrent use: the future of the answer hands it over.
 */
final class EarlyContent {

  /** What is longer, in bytes, is left to whoever reads it, at its own pace. */
  private static final int LIMIT = 64 << 10;

  private static final int FIRST_ROOM = 1 << 10;

  private byte[] bytes = new byte[0];
  private int count;
  private boolean complete;

  /**
   * Takes in what has come and returns whether that is all. A failure is met again by who reads on.
   *
   * @param length what the response announced, -1 if nothing
   */
  boolean takeIn(Content.Source source, long length) {
    while (!complete && length <= LIMIT && count <= LIMIT) {
      Content.Chunk chunk = next(source);
      if (chunk == null || Content.Chunk.isFailure(chunk)) {
        break;
      }
      complete = chunk.isLast() && !chunk.hasRemaining();
      append(chunk, length);
      chunk.release();
    }
    return complete;
  }

  private static Content.@Nullable Chunk next(Content.Source source) {
    try {
      return source.read();
    } catch (RuntimeException e) {
      return null;
    }
  }

  private void append(Content.Chunk chunk, long length) {
    int more = chunk.remaining();
    if (more > bytes.length - count) {
      int room = length >= 0 ? (int) length : Math.max(FIRST_ROOM, 2 * count);
      bytes = Arrays.copyOf(bytes, Math.max(room, count + more));
    }
    count += chunk.get(bytes, count, more);
  }

  /** Returns whether there is nothing more to come. */
  boolean isComplete() {
    return complete;
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
