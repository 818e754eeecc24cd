package io.apibuddy.bootstrap.store;

import io.apibuddy.ports.http.Body;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one entry while it is staged, as long as they are few and the budget lasts; content
 * that comes in one piece and never changes is kept as it came. Safe for concurrent use.
 */
final class StagedCopy {
  private static final int FIRST = 4_096;

  private final MemoryBudget budget;
  private boolean wanted;
  private int reserved; // bytes of the budget
  private int length;
  private Body.@Nullable Bytes only; // the first piece, unless it is in bytes
  private byte @Nullable [] bytes;

  StagedCopy(MemoryBudget budget, long expectedLength) {
    this.budget = budget;
    if (expectedLength <= ShelfLoader.MAX_READ) {
      int first = expectedLength < 0 ? FIRST : (int) expectedLength;
      wanted = budget.reserve(first);
      reserved = wanted ? first : 0;
    }
  }

  /** Appends content. */
  synchronized void append(Body.Bytes content) {
    if (length > 0) {
      append(content.buffer());
    } else if (hasRoom(content.length())) {
      only = content;
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

  /** Returns the content, or null if it was given up. */
  synchronized Body.@Nullable Bytes content() {
    if (!wanted || only != null) {
      return only;
    }
    if (length == 0) {
      return Body.EMPTY;
    }
    byte[] all = array();
    return new Body.Bytes(length == all.length ? all : Arrays.copyOf(all, length));
  }

  /** Gives the room back; later bytes are passed over. */
  synchronized void release() {
    budget.release(reserved);
    wanted = false;
    reserved = 0;
    only = null;
    bytes = null;
  }

  /** Returns whether there is room for that many bytes more; gives up if there is not. */
  private boolean hasRoom(long count) {
    long needed = length + count;
    if (!wanted || needed <= reserved) {
      return wanted;
    }
    int larger = (int) Math.min(Math.max(2L * reserved, needed), ShelfLoader.MAX_READ);
    if (needed > larger || !budget.reserve(larger - reserved)) {
      release();
      return false;
    }
    reserved = larger;
    return true;
  }

  /** Returns an array of all that is reserved, with what came before. */
  private byte[] array() {
    byte[] known = bytes;
    if (known == null || known.length < reserved) {
      known = known == null ? new byte[reserved] : Arrays.copyOf(known, reserved);
      bytes = known;
      if (only != null) {
        only.buffer().get(known, 0, length);
        only = null;
      }
    }
    return known;
  }
}
