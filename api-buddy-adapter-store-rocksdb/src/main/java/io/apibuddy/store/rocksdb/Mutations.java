package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;
import io.apibuddy.ports.time.Extremes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * The queue of changes to entries (group commit). Steps run one after the other, and each becomes
 * visible completely or not at all. The thread whose turn it is also runs steps that wait behind
 * its own, as long as they are about different keys, and writes them in one batch, so that the cost
 * of a batch is paid once. Readers do not wait. Steps for which no caller waits are run by a thread
 * of their own. Safe for concurrent use.
 */
final class Mutations {
  /** The most steps in one batch. */
  private static final int MAX_GROUP = 32;

  private static final long WRITING_NANOS = Duration.ofMillis(1).toNanos();

  /** A change: collects row changes, and returns a result to its caller. */
  @FunctionalInterface
  interface Step<T> {
    T collect(Changes changes) throws RocksDBException;

    /**
     * Returns the key that the step changes, if it can share a batch with steps for other keys;
     * empty if it must see the result of all steps before it.
     */
    default Optional<Object> key() {
      return Optional.empty();
    }

    /**
     * Called when the step is over, on the thread that ran it.
     *
     * @param failure why nothing of the step was written, null if all of it was
     */
    default void ended(@Nullable Exception failure) {}
  }

  private final Engine engine;
  private final EntryReader reader;
  private final Totals totals;
  private final Reclaim reclaim;
  private final Deque<PendingStep<?>> queue = new ConcurrentLinkedDeque<>();
  private final AtomicInteger callers = new AtomicInteger();
  private final ReentrantLock turn = new ReentrantLock();
  private final WriteBehindThread writeBehind =
      new WriteBehindThread(() -> !queue.isEmpty(), this::takeNext);
  private volatile Duration budget;

  Mutations(Engine engine, EntryReader reader, Totals totals, Reclaim reclaim, Duration budget) {
    this.engine = engine;
    this.reader = reader;
    this.totals = totals;
    this.reclaim = reclaim;
    this.budget = budget;
  }

  /** Sets how long a step may wait for its turn. */
  void budget(Duration changed) {
    budget = changed;
  }

  Duration budget() {
    return budget;
  }

  /** Runs a step, waiting no longer than the budget. */
  <T> T run(Step<T> step) {
    return run(step, budget);
  }

  /**
   * Runs a step.
   *
   * @param timeout how long it may wait for its turn and then for the engine
   * @throws StoreException BUSY if its turn did not come in time, INTERRUPTED if the caller was
   *     interrupted before; after these, as after every failure, nothing was changed
   */
  <T> T run(Step<T> step, Duration timeout) {
    return engine.call(database -> run(database, step, timeout), timeout);
  }

  /** Queues a step, which another thread runs a little later; never blocks. */
  void later(Step<?> step) {
    queue.add(PendingStep.unattended(step, writeBehind::signal));
    writeBehind.signal();
  }

  /** Returns the thread that runs the steps for which no caller waits. */
  WriteBehindThread writeBehind() {
    return writeBehind;
  }

  /** Returns how many steps wait; for tests. */
  int waiting() {
    return queue.size();
  }

  private void takeNext() {
    boolean taken =
        engine.call(
            database -> {
              turn.lock();
              try {
                return takeGroup(database, budget);
              } finally {
                turn.unlock();
                wakeNext();
              }
            },
            Engine.TIMEOUT);
    if (!taken) {
      throw StoreException.busy(budget, null);
    }
  }

  private <T> T run(Database database, Step<T> step, Duration timeout) throws RocksDBException {
    PendingStep<T> mine = PendingStep.attended(step);
    callers.incrementAndGet();
    queue.add(mine);
    try {
      await(database, mine, timeout);
    } finally {
      callers.decrementAndGet();
    }
    return mine.result();
  }

  private void await(Database database, PendingStep<?> mine, Duration timeout) {
    long end = System.nanoTime() + timeout.toNanos();
    boolean interrupted = false;
    try {
      boolean tried = false; // one attempt, even if the time is up: the turn may be free
      while (!mine.isDone()) {
        interrupted |= Thread.interrupted();
        long left = end - System.nanoTime();
        if ((interrupted || (left <= 0 && tried)) && mine.giveUp()) {
          queue.remove(mine);
          wakeNext();
          throw interrupted
              ? new StoreException(Kind.INTERRUPTED, "interrupted while waiting for the store")
              : StoreException.busy(timeout, null);
        }
        tried = true;
        if (!takeTurn(database, mine, left)) {
          LockSupport.parkNanos(this, Math.max(left, WRITING_NANOS));
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Runs the next steps, unless it is another thread's turn; returns false if it is. */
  private boolean takeTurn(Database database, PendingStep<?> mine, long left) {
    if (!turn.tryLock()) {
      return false;
    }
    try {
      if (!mine.isDone()) {
        Duration longest = Duration.ofNanos(Math.max(left, WRITING_NANOS));
        boolean unused = takeGroup(database, Extremes.min(longest, budget));
      }
      return true;
    } finally {
      turn.unlock();
      wakeNext();
    }
  }

  /**
   * Runs the next steps.
   *
   * @param timeout how long to wait while the engine holds up writers; after that the steps wait
   *     for another turn, or until their callers give up
   * @return false if they do
   */
  private boolean takeGroup(Database database, Duration timeout) {
    List<PendingStep<?>> group = nextGroup();
    try {
      while (!group.isEmpty() && !write(database, group, timeout)) {
        group.removeIf(PendingStep::isDone);
      }
    } catch (RocksDBException | RuntimeException e) {
      if (e instanceof StoreException refused && refused.kind() == Kind.BUSY) {
        putBack(group);
        return false;
      }
      group.forEach(step -> step.fail(e));
    } finally {
      group.removeIf(PendingStep::isDone); // mostly all: no exception without need
      group.forEach(step -> step.fail(new StoreException(Kind.IO, "the store failed")));
    }
    return true;
  }

  /** Puts steps back in their order; one that is given up at this moment never runs. */
  private void putBack(List<PendingStep<?>> group) {
    while (!group.isEmpty()) {
      PendingStep<?> last = group.remove(group.size() - 1);
      queue.addFirst(last);
      last.putBack(); // only now can it be given up: it is in the queue again
    }
  }

  private List<PendingStep<?>> nextGroup() {
    List<PendingStep<?>> group = new ArrayList<>();
    Set<Object> keys = new HashSet<>();
    PendingStep<?> next = queue.peek();
    while (next != null && group.size() < MAX_GROUP) {
      Optional<Object> key = next.key();
      boolean alone = key.isEmpty();
      if (!group.isEmpty() && (alone || !keys.add(key.get()))) {
        break;
      }
      key.ifPresent(keys::add);
      queue.remove(next); // its caller may be giving it up, and removing it, at this moment
      if (next.take()) {
        group.add(next);
        if (alone) {
          break;
        }
      }
      next = queue.peek();
    }
    return group;
  }

  /** Writes a batch; returns false, with nothing written, if one of the steps failed. */
  private boolean write(Database database, List<PendingStep<?>> group, Duration timeout)
      throws RocksDBException {
    try (Batch batch = database.batch()) {
      Changes changes = new Changes(database, reader, batch, totals);
      for (PendingStep<?> step : group) {
        if (!step.collect(changes)) {
          return false;
        }
      }
      changes.write(timeout).forEach(reclaim::add);
      group.forEach(PendingStep::succeed);
      return true;
    }
  }

  /**
   * Wakes the thread for the next step, and the next caller that waits: each may have found the
   * turn taken and gone to sleep.
   */
  private void wakeNext() {
    PendingStep<?> next = queue.peek();
    if (next != null) {
      next.wake();
    }
    if (next != null && !next.isAttended() && callers.get() > 0) {
      queue.stream().filter(PendingStep::isAttended).findFirst().ifPresent(PendingStep::wake);
    }
  }
}
