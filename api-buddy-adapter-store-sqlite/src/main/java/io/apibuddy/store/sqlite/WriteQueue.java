package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the writer still has to do, in order; bounded in operations and bytes, both of which count
 * until the operation is {@linkplain #release done}. Safe for concurrent use.
 */
final class WriteQueue {
  /** Less room for operations counts as none: a large entry takes one for each chunk. */
  private static final int FEW_OPERATIONS = 512;

  /** What part of the room may be taken while the writer waits for more to do. */
  private static final int PART = 4;

  private final int maxOperations;
  private final long maxBytes;
  private final Duration linger;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final Condition work = lock.newCondition();
  private final Queue<Operation> waiting = new ArrayDeque<>();
  private int operations;
  private long bytes;
  private boolean closed;
  private boolean awaited;

  /** How many operations the writer waits for, none if it does not wait or waits for the first. */
  private int wanted;

  /** How many bytes can be reserved without a wait; written under the lock. */
  private volatile long freeBytes;

  /**
   * Makes an empty queue.
   *
   * @param linger how long what nobody waits for may stay for more that is done along with it
   */
  WriteQueue(int maxOperations, long maxBytes, Duration linger) {
    this.maxOperations = maxOperations;
    this.maxBytes = maxBytes;
    this.linger = linger;
    this.freeBytes = maxBytes;
  }

  /**
   * Returns how many bytes could be reserved now, by several operations, without a wait: none if
   * there is room for few operations only, or it is closed. Takes no lock.
   */
  long freeBytes() {
    return freeBytes;
  }

  /**
   * Waits for room for one operation and takes it.
   *
   * @throws StoreException if there is none in time
   */
  void reserve(long size, Duration budget) {
    lock.lock();
    try {
      long left = budget.toNanos();
      while (!closed && operations > 0 && !fits(size)) {
        if (left <= 0) {
          throw StoreException.busy(budget, null);
        }
        left = room.awaitNanos(left);
      }
      requireOpen();
      charge(1, size);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(Kind.INTERRUPTED, "interrupted while waiting for the store", e);
    } finally {
      lock.unlock();
    }
  }

  /** Gives back room that was reserved and not used. */
  void cancel(long size) {
    lock.lock();
    try {
      charge(-1, -size);
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Appends an operation that room was reserved for; never waits. */
  void add(Operation operation) {
    lock.lock();
    try {
      requireOpen();
      append(operation);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Appends a small operation that must not be lost for want of room; never waits. After closing it
   * is dropped: what it would have cleaned up is cleaned up at the next start.
   */
  void force(Operation operation) {
    boolean unused = accepts(operation);
  }

  /** Does the same; returns false if it was closed, and the operation is not here. */
  boolean accepts(Operation operation) {
    lock.lock();
    try {
      if (!closed) {
        charge(1, operation.bytes());
        append(operation);
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for work and takes up to {@code most} operations; none if the patience is over. Few that
   * nobody waits for are left a little longer: the more are done at a time, the less each costs.
   */
  List<Operation> take(int most, Duration patience) throws InterruptedException {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (waiting.isEmpty() && !closed && left > 0) {
        left = work.awaitNanos(left);
      }
      if (!waiting.isEmpty()) {
        linger(most);
      }
      List<Operation> batch = new ArrayList<>(Math.min(most, waiting.size()));
      while (batch.size() < most && !waiting.isEmpty()) {
        batch.add(waiting.remove());
      }
      awaited &= !waiting.isEmpty();
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private void linger(int most) throws InterruptedException {
    wanted = most;
    try {
      long left = linger.toNanos();
      while (!isDue() && left > 0) {
        left = work.awaitNanos(left);
      }
    } finally {
      wanted = 0;
    }
  }

  private boolean isDue() {
    return waiting.size() >= wanted
        || awaited
        || closed
        || operations > maxOperations / PART
        || bytes > maxBytes / PART;
  }

  private void append(Operation operation) {
    waiting.add(operation);
    awaited |= operation.isAwaited();
    if (isDue()) {
      work.signal();
    }
  }

  /** Frees the room of operations that were taken. */
  void release(List<Operation> done) {
    lock.lock();
    try {
      charge(-done.size(), -done.stream().mapToLong(Operation::bytes).sum());
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Accepts nothing more; what is waiting can still be taken. */
  void close() {
    lock.lock();
    try {
      closed = true;
      charge(0, 0);
      work.signalAll();
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether it is closed and empty. */
  boolean drained() {
    lock.lock();
    try {
      return closed && waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether the writer has something to do and waits for more. */
  boolean lingers() {
    lock.lock();
    try {
      return wanted > 0;
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private boolean fits(long size) {
    return operations < maxOperations && bytes + size <= maxBytes;
  }

  private void charge(int count, long size) {
    operations += count;
    bytes += size;
    freeBytes = closed || maxOperations - operations < FEW_OPERATIONS ? 0 : maxBytes - bytes;
  }

  private void requireOpen() {
    if (closed) {
      throw new StoreException(Kind.CLOSED, "the store is closed");
    }
  }
}
