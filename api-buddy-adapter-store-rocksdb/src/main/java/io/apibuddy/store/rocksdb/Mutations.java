package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.rocksdb.RocksDBException;

/**
 * Changes entries one step after the other; each is visible at once or not at all. The thread whose
 * turn it is takes along the steps that wait behind its own as far as they do not touch each other,
 * all in one batch: the engine's price for a batch is paid once. Readers do not wait for it. Safe
 * for concurrent use.
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
  }

  private final Engine engine;
  private final Heads heads;
  private final Totals totals;
  private final Reclaim reclaim;
  private final Queue<Pending<?>> queue = new ConcurrentLinkedQueue<>();
  private final ReentrantLock turn = new ReentrantLock();
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

  /**
   * Takes a step.
   *
   * @throws StoreException BUSY if its turn did not come within the budget, INTERRUPTED if the
   *     caller was interrupted before; then, as after every failure, nothing was changed
   */
  <T> T run(Step<T> step) {
    return engine.call(database -> run(database, step), budget);
  }

  private <T> T run(Database database, Step<T> step) throws RocksDBException {
    Pending<T> mine = new Pending<>(step);
    queue.add(mine);
    long start = System.nanoTime();
    boolean interrupted = false;
    while (!mine.isDone()) {
      if (turn.tryLock()) {
        try {
          takeTurn(database, mine);
        } finally {
          turn.unlock();
          wakeNext();
        }
        continue;
      }
      interrupted |= Thread.interrupted();
      long left = budget.toNanos() - (System.nanoTime() - start);
      if ((interrupted || left <= 0) && mine.giveUp()) {
        queue.remove(mine);
        wakeNext();
        restore(interrupted);
        throw interrupted
            ? new StoreException(Kind.INTERRUPTED, "interrupted while waiting for the store")
            : new StoreException(Kind.BUSY, "the store was busy for " + budget);
      }
      LockSupport.parkNanos(this, Math.max(left, WRITING_NANOS));
    }
    restore(interrupted);
    return mine.result();
  }

  private void takeTurn(Database database, Pending<?> mine) throws RocksDBException {
    if (!mine.isDone()) {
      List<Pending<?>> group = nextGroup();
      try {
        while (!group.isEmpty() && !write(database, group)) {
          group.removeIf(Pending::isDone);
        }
      } catch (RocksDBException | RuntimeException e) {
        group.forEach(step -> step.fail(e));
      } finally {
        group.removeIf(Pending::isDone); // all of them, but for an error: no exception without need
        group.forEach(step -> step.fail(new StoreException(Kind.IO, "the store failed")));
      }
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
  private boolean write(Database database, List<Pending<?>> group) throws RocksDBException {
    try (Batch batch = database.batch()) {
      Changes changes = new Changes(database, heads, batch, totals);
      for (Pending<?> step : group) {
        if (!step.collect(changes)) {
          return false;
        }
      }
      changes.write(budget).forEach(reclaim::add);
      group.forEach(Pending::succeed);
      return true;
    }
  }

  /** Has the next caller take its turn: it may have seen the turn taken and gone to sleep. */
  private void wakeNext() {
    Pending<?> next = queue.peek();
    if (next != null) {
      next.wake();
    }
  }

  private static void restore(boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
