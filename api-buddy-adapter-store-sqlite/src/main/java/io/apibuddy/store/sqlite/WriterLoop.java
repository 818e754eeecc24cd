package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What the writer's thread does until its queue is closed: it takes what is queued, as much as
 * there is up to a bound, into one transaction, and sees to chores in between.
 */
final class WriterLoop implements Runnable {
  private static final int BATCH = 512;
  private static final Duration IDLE = Duration.ofMillis(250);
  private static final int QUIET_ROUNDS = 3;
  private static final Duration CHORES = Duration.ofMillis(400);

  private final Connection connection;
  private final WriteQueue queue;
  private final WriteHealth health;
  private final Statements statements;
  private final Transactions transactions;
  private final List<Runnable> chores = new CopyOnWriteArrayList<>();
  private long changes;
  private int quietRounds;
  private volatile long endBy;
  private volatile Runnable last = () -> {};

  /** Takes over the connection; {@code health} and {@code totals} are told how it goes. */
  WriterLoop(Connection connection, WriteQueue queue, WriteHealth health, Totals totals) {
    this.connection = connection;
    this.queue = queue;
    this.health = health;
    this.statements = new Statements(connection);
    this.transactions = new Transactions(statements, totals, queue::isClosed);
  }

  /** Has something short run, more often than once a second. */
  void regularly(Runnable chore) {
    chores.add(chore);
  }

  /** Has something run when all that was queued is done, just before the connection is closed. */
  void atLast(Runnable end) {
    last = end;
  }

  /** Carries out what failed before once more, without regard to the queue. */
  void repeat(List<Operation> failed) {
    failed.forEach(operation -> carryOut(List.of(operation)));
  }

  /** Closes the queue; what is not done when the time is over is given up. */
  void endIn(Duration patience) {
    endBy = System.nanoTime() + patience.toNanos();
    queue.close();
  }

  @Override
  public void run() {
    long started = System.nanoTime();
    try {
      while (!queue.drained()) {
        executeNext();
        if (System.nanoTime() - started >= CHORES.toNanos()) {
          started = System.nanoTime();
          see(this::carryOverInQuiet);
          chores.forEach(WriterLoop::see);
        }
      }
      see(last);
    } catch (InterruptedException e) {
      // Nobody is served from now on.
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
        Transactions.tell(batch, operation -> operation.failed(late));
      } else {
        carryOut(batch);
      }
    } finally {
      queue.release(batch);
    }
  }

  private void carryOut(List<Operation> batch) {
    try {
      StoreException failure = transactions.execute(batch);
      if (failure != null || batch.stream().anyMatch(Operation::storesContent)) {
        health.note(failure);
      }
    } catch (RuntimeException | Error e) {
      health.note(new StoreException(Kind.IO, "the store's writer failed", e));
    }
  }

  /** One that fails, for want of memory for instance, is seen to again and keeps no other back. */
  private static void see(Runnable chore) {
    try {
      chore.run();
    } catch (RuntimeException | Error ignored) {
      // What it is for is not done, and is tried again.
    }
  }

  /**
   * Carries the log over when nothing was written for a while, and again after as long: it is safe
   * then, and small. What only looks, as somebody does each second, disturbs no quiet.
   */
  private void carryOverInQuiet() {
    try {
      long now = Rows.number(statements.prepare("SELECT total_changes()"));
      if (now != changes) {
        changes = now;
        quietRounds = 0;
      } else if (++quietRounds % QUIET_ROUNDS == 0) {
        statements.execute("PRAGMA wal_checkpoint(PASSIVE)");
      }
    } catch (SQLException ignored) {
      statements.discard(); // it is carried over by a later one
    }
  }

  private void shutDown() {
    try {
      statements.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    } catch (SQLException ignored) {
      // The log is carried over at the next start.
    }
    statements.discard();
    try {
      connection.close();
    } catch (SQLException ignored) {
      // Nothing can be done about it, and nothing is lost.
    }
  }
}
