package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The loop of the writer's thread. Until the queue is closed, it takes queued operations, up to a
 * bound, into one transaction, and runs regular tasks in between.
 */
final class WriterLoop implements Runnable {
  private static final int BATCH = 512;
  private static final Duration IDLE = Duration.ofMillis(250);
  private static final int IDLE_ROUNDS = 3;
  private static final Duration TASK_INTERVAL = Duration.ofMillis(400);

  private final Connection connection;
  private final WriteQueue queue;
  private final WriteHealth health;
  private final Statements statements;
  private final Transactions transactions;
  private final List<Runnable> periodicTasks = new CopyOnWriteArrayList<>();
  private long changes;
  private int idleRounds;
  private volatile long endBy;
  private volatile Runnable last = () -> {};

  /** Takes over the connection; outcomes are recorded in {@code health} and {@code totals}. */
  WriterLoop(Connection connection, WriteQueue queue, WriteHealth health, Totals totals) {
    this.connection = connection;
    this.queue = queue;
    this.health = health;
    this.statements = new Statements(connection);
    this.transactions = new Transactions(statements, totals, queue::isClosed);
  }

  /** Registers a short task to run more often than once a second. */
  void addPeriodicTask(Runnable task) {
    periodicTasks.add(task);
  }

  /** Sets the task to run after all queued operations, just before the connection is closed. */
  void beforeClose(Runnable end) {
    last = end;
  }

  /** Executes failed operations once more, bypassing the queue. */
  void retry(List<Operation> failed) {
    failed.forEach(operation -> executeAndNote(List.of(operation)));
  }

  /** Closes the queue; operations that are not done within {@code timeout} are given up. */
  void closeWithin(Duration timeout) {
    endBy = System.nanoTime() + timeout.toNanos();
    queue.close();
  }

  @Override
  public void run() {
    long started = System.nanoTime();
    try {
      while (!queue.drained()) {
        executeNext();
        if (System.nanoTime() - started >= TASK_INTERVAL.toNanos()) {
          started = System.nanoTime();
          runQuietly(this::checkpointWhenIdle);
          periodicTasks.forEach(WriterLoop::runQuietly);
        }
      }
      runQuietly(last);
    } catch (InterruptedException e) {
      // The loop ends; no further operations are done.
    } finally {
      queue.close();
      shutDown();
    }
  }

  private void executeNext() throws InterruptedException {
    try {
      execute(queue.take(BATCH, IDLE));
    } catch (RuntimeException | Error e) { // memory may be short for a moment
      health.note(new StoreException(Kind.IO, "the store's writer failed", e));
    }
  }

  private void execute(List<Operation> batch) {
    if (batch.isEmpty()) {
      return;
    }
    try {
      if (queue.isClosed() && System.nanoTime() - endBy > 0) {
        StoreException late = new StoreException(Kind.CLOSED, "the store was closed");
        Transactions.notifyEach(batch, operation -> operation.failed(late));
      } else {
        executeAndNote(batch);
      }
    } finally {
      queue.release(batch);
    }
  }

  private void executeAndNote(List<Operation> batch) {
    try {
      StoreException failure = transactions.execute(batch);
      if (failure != null || batch.stream().anyMatch(Operation::storesContent)) {
        health.note(failure);
      }
    } catch (RuntimeException | Error e) {
      health.note(new StoreException(Kind.IO, "the store's writer failed", e));
    }
  }

  /**
   * Runs a task. If it fails, for example for lack of memory, it runs again next time, and the
   * others are not affected.
   */
  private static void runQuietly(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error ignored) {
      // The task is tried again.
    }
  }

  /**
   * Checkpoints the log when nothing was written for a while, and again after as long, so that the
   * log stays small and its content safe. Queries, which run each second, do not count as writes.
   */
  private void checkpointWhenIdle() {
    try {
      long now = Rows.number(statements.prepare("SELECT total_changes()"));
      if (now != changes) {
        changes = now;
        idleRounds = 0;
      } else if (++idleRounds % IDLE_ROUNDS == 0) {
        statements.execute("PRAGMA wal_checkpoint(PASSIVE)");
      }
    } catch (SQLException ignored) {
      statements.discard(); // a later checkpoint does it
    }
  }

  private void shutDown() {
    try {
      statements.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    } catch (SQLException ignored) {
      // The log is checkpointed at the next start.
    }
    statements.discard();
    try {
      connection.close();
    } catch (SQLException ignored) {
      // Nothing can be done about it, and nothing is lost.
    }
  }
}
