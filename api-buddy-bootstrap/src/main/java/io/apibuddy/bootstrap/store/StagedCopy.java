package io.apibuddy.bootstrap.store;

import io.apibuddy.ports.http.Body;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one entry while it is staged, as long as they are few and the budget lasts. Safe for
 * concurrent use.
 */
final class StagedCopy {
  private static final int FIRST = 4_096;

  private final StagingBudget budget;
  private byte @Nullable [] bytes;
  private int length;

  StagedCopy(StagingBudget budget, long expectedLength) {
    this.budget = budget;
    if (expectedLength <= ShelfLoader.MAX_READ) {
      int capacity = expectedLength < 0 ? FIRST : (int) expectedLength;
      bytes = budget.reserve(capacity) ? new byte[capacity] : null;
    }
  }

  /** Appends the remaining bytes of {@code chunk}, leaving its position where it was. */
  synchronized void append(ByteBuffer chunk) {
    int count = chunk.remaining();
    if (bytes == null) {
      return;
    }
    if (count > bytes.length - length && !grow(count)) {
      release();
      return;
    }
    chunk.get(chunk.position(), bytes, length, count);
    length += count;
  }

  /** Returns the content, or null if it was given up. */
  synchronized Body.@Nullable Bytes content() {
    if (bytes == null) {
      return null;
    }
    return new Body.Bytes(length == bytes.length ? bytes : Arrays.copyOf(bytes, length));
  }

  /** Gives the room back; later bytes are passed over. */
  synchronized void release() {
    if (bytes != null) {
      budget.release(bytes.length);
      bytes = null;
    }
  }

  private boolean grow(int count) {
    byte[] full = bytes;
    if (full == null || (long) length + count > ShelfLoader.MAX_READ) {
      return false;
    }
    int capacity = Math.min(Math.max(full.length * 2, length + count), ShelfLoader.MAX_READ);
    if (!budget.reserve(capacity - full.length)) {
      return false;
    }
    bytes = Arrays.copyOf(full, capacity);
    return true;
  }
}
