package io.apibuddy.bootstrap.store;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.memory.ByteBudget;
import io.apibuddy.ports.memory.HeapShare;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps long bodies that are asked for again in direct buffers, within a bound in bytes. A socket
 * writes direct buffers as they are, whereas the JDK copies heap buffers for every write: a hit of
 * 256 KB takes an eighth less time (docs/performance-history.md). Memory that the garbage collector
 * has not freed yet counts towards the bound. Safe for concurrent use.
 */
final class OffHeap {
  /** The length in bytes from which bodies are moved; shorter ones gain nothing measurable. */
  static final int MIN_LENGTH = 32 << 10;

  /**
   * The bound in bytes: a quarter of the direct memory that {@code bin/api-buddy} allows the
   * process, or less.
   */
  static final long MAX_BYTES = HeapShare.of(32 << 20);

  private final ReferenceQueue<ByteBuffer> collected = new ReferenceQueue<>();
  private final Set<Allocation> allocations = ConcurrentHashMap.newKeySet();
  private final ByteBudget budget = new ByteBudget(MAX_BYTES);

  /** Returns the same content, in a direct buffer if it is long and the bound allows. */
  Body.Bytes toDirect(Body.Bytes body) {
    int length = (int) body.length();
    if (length < MIN_LENGTH || body.buffer().isDirect()) {
      return body;
    }
    releaseCollected();
    if (!budget.tryReserve(length)) {
      return body;
    }
    ByteBuffer outside;
    try {
      outside = ByteBuffer.allocateDirect(length);
    } catch (OutOfMemoryError exhausted) {
      budget.release(length);
      return body;
    }
    allocations.add(new Allocation(outside, collected));
    return new Body.Bytes(outside.put(body.buffer()).flip());
  }

  private void releaseCollected() {
    while (collected.poll() instanceof Allocation given) {
      allocations.remove(given);
      budget.release(given.length);
    }
  }

  /**
   * A direct buffer, which counts towards the bound until neither it nor a view of it is reachable.
   */
  private static final class Allocation extends PhantomReference<ByteBuffer> {
    private final int length;

    Allocation(ByteBuffer buffer, ReferenceQueue<ByteBuffer> collected) {
      super(buffer, collected);
      this.length = buffer.capacity();
    }
  }
}
