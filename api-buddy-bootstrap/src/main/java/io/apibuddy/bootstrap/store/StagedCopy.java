package io.apibuddy.bootstrap.store;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.memory.ByteBudget;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A copy of an entry's content while the entry is being written, kept as long as the content is
 * short and the budget suffices. Content that comes in one immutable piece is kept without copying.
 * Safe for concurrent use.
 */
final class StagedCopy {
  private static final int INITIAL_CAPACITY = 4_096;

  private final ByteBudget budget;
  private boolean active;
  private int reserved; // reserved bytes of the budget
  private int length;
  private Body.@Nullable Bytes firstPiece; // the only piece so far, until it is copied to "bytes"
  private byte @Nullable [] bytes;

  /**
   * Begins an empty copy of an entry's content.
   *
   * @param expectedLength the length of the content in bytes, -1 if unknown
   */
  StagedCopy(ByteBudget budget, long expectedLength) {
    this.budget = budget;
    if (expectedLength <= BodyLoader.MAX_READ) {
      int first = expectedLength < 0 ? INITIAL_CAPACITY : (int) expectedLength;
      active = budget.tryReserve(first);
      reserved = active ? first : 0;
    }
  }

  /** Appends immutable content, which is kept without copying if it is the first. */
  synchronized void append(Body.Bytes content) {
    if (length > 0) {
      append(content.buffer());
    } else if (hasRoom(content.length())) {
      firstPiece = content;
      length = (int) content.length();
    }
  }

  /** Appends the remaining bytes of {@code chunk}, leaving its position where it was. */
  synchronized void append(ByteBuffer chunk) {
    int count = chunk.remaining();
    if (count > 0 && hasRoom(count)) {
      chunk.get(chunk.position(), array(), length, count);
      length += count;
    }
  }

  /** Returns the whole content, null if the copy was given up. */
  synchronized Body.@Nullable Bytes content() {
    if (!active || firstPiece != null) {
      return firstPiece;
    }
    if (length == 0) {
      return Body.EMPTY;
    }
    byte[] all = array();
    return new Body.Bytes(length == all.length ? all : Arrays.copyOf(all, length));
  }

  /** Returns the memory to the budget and drops the copy; later content is ignored. */
  synchronized void release() {
    budget.release(reserved);
    active = false;
    reserved = 0;
    firstPiece = null;
    bytes = null;
  }

  /**
   * Reserves memory for {@code count} more bytes, and gives the copy up if there is not enough.
   *
   * @return whether the bytes may be appended
   */
  private boolean hasRoom(long count) {
    long needed = length + count;
    if (!active || needed <= reserved) {
      return active;
    }
    int larger = (int) Math.min(Math.max(2L * reserved, needed), BodyLoader.MAX_READ);
    if (needed > larger || !budget.tryReserve(larger - reserved)) {
      release();
      return false;
    }
    reserved = larger;
    return true;
  }

  /** Returns an array of the reserved size that contains the content so far. */
  private byte[] array() {
    byte[] known = bytes;
    if (known == null || known.length < reserved) {
      known = known == null ? new byte[reserved] : Arrays.copyOf(known, reserved);
      bytes = known;
      if (firstPiece != null) {
        firstPiece.buffer().get(known, 0, length);
        firstPiece = null;
      }
    }
    return known;
  }
}
