package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The queue of the writer's operations. It is bounded in operations and bytes; both count until the
 * operation is {@linkplain #release released}. Safe for concurrent use.
 */
final class WriteQueue {
  /**
   * With room for fewer operations than this, the queue counts as full: a large entry needs one
   * operation for each chunk.
   */
  private static final int FEW_OPERATIONS = 512;

  /** While the writer waits for more operations, at most a quarter of the room may be taken. */
  private static final int CAPACITY_DIVISOR = 4;

  private final int maxOperations;
  private final long maxBytes;
  private final Duration linger;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition notFull = lock.newCondition();
  private final Condition work = lock.newCondition();
  private final Deque<Operation> waiting = new ArrayDeque<>();
  private int operations;
  private long bytes;
  private boolean closed;
  private boolean awaited;

  /** How many operations the writer waits for; 0 if it waits for none or for the first one. */
  private int wanted;

  /** How many bytes can be reserved without waiting; written under the lock. */
  private volatile long freeBytes;

  /**
   * Creates an empty queue.
   *
   * @param linger how long operations that nobody waits for may stay, so that more are done
   *     together
   */
  WriteQueue(int maxOperations, long maxBytes, Duration linger) {
    this.maxOperations = maxOperations;
    this.maxBytes = maxBytes;
    this.linger = linger;
    this.freeBytes = maxBytes;
  }

  /**
   * Returns how many bytes could be reserved now without waiting, by several operations together; 0
   * if there is room for few operations only, or the queue is closed. Takes no lock.
   */
  long freeBytes() {
    return freeBytes;
  }

  /**
   * Waits for room for one operation and reserves it.
   *
   * @throws StoreException if there is no room in time
   */
  void reserve(long size, Duration budget) {
    lock.lock();
    try {
      long left = budget.toNanos();
      while (!closed && operations > 0 && !fits(size)) {
        if (left <= 0) {
          throw StoreException.busy(budget, null);
        }
        left = notFull.awaitNanos(left);
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

  /** Releases room that was reserved but not used. */
  void cancel(long size) {
    lock.lock();
    try {
      charge(-1, -size);
      notFull.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Appends an operation whose room was reserved; never waits. */
  void add(Operation operation) {
    lock.lock();
    try {
      requireOpen();
      waiting.add(operation);
      signalIfDue(operation);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Appends a small operation that must not be lost for lack of room; never waits. If the queue is
   * closed, the operation is dropped; its clean-up then happens at the next start.
   */
  void force(Operation operation) {
    boolean unused = offer(operation);
  }

  /**
   * Does the same as {@link #force}, but puts the operation ahead of all others: behind them it
   * would not keep pace with what they add.
   */
  void forceFirst(Operation operation) {
    boolean unused = insert(operation, waiting::addFirst);
  }

  /**
   * Does the same as {@link #force}; returns false if the queue is closed and did not take the
   * operation.
   */
  boolean offer(Operation operation) {
    return insert(operation, waiting::addLast);
  }

  private boolean insert(Operation operation, Consumer<Operation> place) {
    lock.lock();
    try {
      if (!closed) {
        charge(1, operation.bytes());
        place.accept(operation);
        signalIfDue(operation);
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for operations and takes up to {@code limit} of them; none if the time is up. A few that
   * nobody waits for are left a little longer, because larger batches cost less per operation.
   */
  List<Operation> take(int limit, Duration timeout) throws InterruptedException {
    lock.lock();
    try {
      long left = timeout.toNanos();
      while (waiting.isEmpty() && !closed && left > 0) {
        left = work.awaitNanos(left);
      }
      if (!waiting.isEmpty()) {
        linger(limit);
      }
      List<Operation> batch = new ArrayList<>(Math.min(limit, waiting.size()));
      while (batch.size() < limit && !waiting.isEmpty()) {
        batch.add(waiting.remove());
      }
      awaited &= !waiting.isEmpty();
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private void linger(int limit) throws InterruptedException {
    wanted = limit;
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
        || operations > maxOperations / CAPACITY_DIVISOR
        || bytes > maxBytes / CAPACITY_DIVISOR;
  }

  private void signalIfDue(Operation operation) {
    awaited |= operation.isAwaited();
    if (isDue()) {
      work.signal();
    }
  }

  /** Releases the room of operations that were taken. */
  void release(List<Operation> done) {
    lock.lock();
    try {
      charge(-done.size(), -done.stream().mapToLong(Operation::bytes).sum());
      notFull.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Closes the queue to new operations; those in it can still be taken. */
  void close() {
    lock.lock();
    try {
      closed = true;
      charge(0, 0);
      work.signalAll();
      notFull.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether the queue is closed and empty. */
  boolean drained() {
    lock.lock();
    try {
      return closed && waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether operations are queued and the writer waits for more. */
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
