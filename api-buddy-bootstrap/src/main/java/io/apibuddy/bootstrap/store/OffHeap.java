package io.apibuddy.bootstrap.store;

import io.apibuddy.ports.http.Body;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Memory outside the heap for long bodies that are asked for again: a socket takes them from there
 * as they are, where the JDK copies what is in the heap for every write. A hit of 256 KB takes an
 * eighth less time that way; docs/performance.md has the figures. Bounded in bytes, those included
 * that the collector has not given back yet. Safe for concurrent use.
 */
final class OffHeap {
  /** Shorter bodies, in bytes, gain nothing that can be measured. */
  static final int LONG = 32 << 10;

  /** A quarter of what {@code bin/api-buddy} allows all of the process, in bytes; or less. */
  static final long BOUND = Math.min(32L << 20, Runtime.getRuntime().maxMemory() / 8);

  private final ReferenceQueue<ByteBuffer> collected = new ReferenceQueue<>();
  private final Set<Taken> taken = ConcurrentHashMap.newKeySet();
  private final MemoryBudget budget = new MemoryBudget(BOUND);

  /** Returns the same content, outside the heap if it is long and there is room. */
  Body.Bytes moved(Body.Bytes body) {
    int length = (int) body.length();
    if (length < LONG || body.buffer().isDirect()) {
      return body;
    }
    giveBackCollected();
    if (!budget.reserve(length)) {
      return body;
    }
    ByteBuffer outside;
    try {
      outside = ByteBuffer.allocateDirect(length);
    } catch (OutOfMemoryError othersHaveIt) {
      budget.release(length);
      return body;
    }
    taken.add(new Taken(outside, collected));
    return new Body.Bytes(outside.put(body.buffer()).flip());
  }

  private void giveBackCollected() {
    while (collected.poll() instanceof Taken given) {
      taken.remove(given);
      budget.release(given.length);
    }
  }

  /** Memory that is in use until nothing can reach its buffer, or a view of it, any more. */
  private static final class Taken extends PhantomReference<ByteBuffer> {
    private final int length;

    Taken(ByteBuffer buffer, ReferenceQueue<ByteBuffer> collected) {
      super(buffer, collected);
      this.length = buffer.capacity();
    }
  }
}
