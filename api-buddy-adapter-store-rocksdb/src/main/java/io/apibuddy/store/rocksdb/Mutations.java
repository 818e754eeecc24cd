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
 * Changes entries one step after the other; each is visible at once or not at all. The thread whose
 * turn it is takes along the steps that wait behind its own as far as they do not touch each other,
 * all in one batch: the engine's price for a batch is paid once. Readers do not wait for it. Steps
 * that nobody waits for have a thread of their own. Safe for concurrent use.
 */
final class Mutations {
  /** How many steps share a batch at most. */
  private static final int GROUP = 32;

  private static final long WRITING_NANOS = Duration.ofMillis(1).toNanos();

  /** Says what a step changes and returns what its caller wants to know. */
  @FunctionalInterface
  interface Step<T> {
    T collect(Changes changes) throws RocksDBException;

    /**
     * Returns what the step changes, if it can share a batch with steps of other keys; empty if it
     * has to see all that came before it.
     */
    default Optional<Object> key() {
      return Optional.empty();
    }

    /**
     * Is told, on whatever thread took it, that it is over.
     *
     * @param failure why nothing of it was written, null if all of it was
     */
    default void ended(@Nullable Exception failure) {}
  }

  private final Engine engine;
  private final Heads heads;
  private final Totals totals;
  private final Reclaim reclaim;
  private final Deque<Pending<?>> queue = new ConcurrentLinkedDeque<>();
  private final AtomicInteger callers = new AtomicInteger();
  private final ReentrantLock turn = new ReentrantLock();
  private final WriteBehind behind = new WriteBehind(() -> !queue.isEmpty(), this::takeNext);
  private volatile Duration budget;

  Mutations(Engine engine, Heads heads, Totals totals, Reclaim reclaim, Duration budget) {
    this.engine = engine;
    this.heads = heads;
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

  /** Takes a step for somebody who waits no longer than the budget. */
  <T> T run(Step<T> step) {
    return run(step, budget);
  }

  /**
   * Takes a step.
   *
   * @param patience how long it may wait for its turn, and for the engine then
   * @throws StoreException BUSY if its turn did not come in time, INTERRUPTED if the caller was
   *     interrupted before; then, as after every failure, nothing was changed
   */
  <T> T run(Step<T> step, Duration patience) {
    return engine.call(database -> run(database, step, patience), patience);
  }

  /** Has a step taken a little later, or along with somebody's turn; never blocks. */
  void later(Step<?> step) {
    queue.add(Pending.ofNobody(step, behind::signal));
    behind.signal();
  }

  /** Returns the thread that takes the steps nobody waits for. */
  WriteBehind behind() {
    return behind;
  }

  /** Returns how many steps wait, so that tests can tell. */
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
            Engine.PATIENCE);
    if (!taken) {
      throw StoreException.busy(budget, null);
    }
  }

  private <T> T run(Database database, Step<T> step, Duration patience) throws RocksDBException {
    Pending<T> mine = Pending.ofCaller(step);
    callers.incrementAndGet();
    queue.add(mine);
    try {
      await(database, mine, patience);
    } finally {
      callers.decrementAndGet();
    }
    return mine.result();
  }

  private void await(Database database, Pending<?> mine, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    boolean interrupted = false;
    try {
      boolean tried = false; // whose turn it could be is not told that the store is busy
      while (!mine.isDone()) {
        interrupted |= Thread.interrupted();
        long left = end - System.nanoTime();
        if ((interrupted || (left <= 0 && tried)) && mine.giveUp()) {
          queue.remove(mine);
          wakeNext();
          throw interrupted
              ? new StoreException(Kind.INTERRUPTED, "interrupted while waiting for the store")
              : StoreException.busy(patience, null);
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

  /** Returns false if it is another thread's turn. */
  private boolean takeTurn(Database database, Pending<?> mine, long left) {
    if (!turn.tryLock()) {
      return false;
    }
    try {
      if (!mine.isDone()) {
        Duration most = Duration.ofNanos(Math.max(left, WRITING_NANOS));
        boolean unused = takeGroup(database, Extremes.min(most, budget));
      }
      return true;
    } finally {
      turn.unlock();
      wakeNext();
    }
  }

  /**
   * Takes the next steps.
   *
   * @param patience how long the engine is waited for while it holds up writers; then the steps
   *     wait for another turn, or until their callers give up
   * @return false if they do
   */
  private boolean takeGroup(Database database, Duration patience) {
    List<Pending<?>> group = nextGroup();
    try {
      while (!group.isEmpty() && !write(database, group, patience)) {
        group.removeIf(Pending::isDone);
      }
    } catch (RocksDBException | RuntimeException e) {
      if (e instanceof StoreException refused && refused.kind() == Kind.BUSY) {
        putBack(group);
        return false;
      }
      group.forEach(step -> step.fail(e));
    } finally {
      group.removeIf(Pending::isDone); // all of them, but for an error: no exception without need
      group.forEach(step -> step.fail(new StoreException(Kind.IO, "the store failed")));
    }
    return true;
  }

  /** Puts steps back, in their order; one that is given up at this moment is never taken. */
  private void putBack(List<Pending<?>> group) {
    while (!group.isEmpty()) {
      Pending<?> last = group.remove(group.size() - 1);
      queue.addFirst(last);
      last.putBack(); // from now on it can be given up, and be found in the queue
    }
  }

  private List<Pending<?>> nextGroup() {
    List<Pending<?>> group = new ArrayList<>();
    Set<Object> keys = new HashSet<>();
    Pending<?> next = queue.peek();
    while (next != null && group.size() < GROUP) {
      Optional<Object> key = next.key();
      boolean alone = key.isEmpty();
      if (!group.isEmpty() && (alone || !keys.add(key.get()))) {
        break;
      }
      key.ifPresent(keys::add);
      queue.remove(next); // its caller may be giving it up at this moment
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

  /** Returns false, and has written nothing, if one of the steps failed. */
  private boolean write(Database database, List<Pending<?>> group, Duration patience)
      throws RocksDBException {
    try (Batch batch = database.batch()) {
      Changes changes = new Changes(database, heads, batch, totals);
      for (Pending<?> step : group) {
        if (!step.collect(changes)) {
          return false;
        }
      }
      changes.write(patience).forEach(reclaim::add);
      group.forEach(Pending::succeed);
      return true;
    }
  }

  /**
   * Has those look again who see to the next step, and the next caller: it may have seen the turn
   * taken and gone to sleep.
   */
  private void wakeNext() {
    Pending<?> next = queue.peek();
    if (next != null) {
      next.wake();
    }
    if (next != null && !next.isAttended() && callers.get() > 0) {
      queue.stream().filter(Pending::isAttended).findFirst().ifPresent(Pending::wake);
    }
  }
}
