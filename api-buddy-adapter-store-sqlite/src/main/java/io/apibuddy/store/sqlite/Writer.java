package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;
import io.apibuddy.ports.time.Ticker;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The one thread that changes the database, with a connection of its own. Operations are done in
 * the order they were queued, about 64 to a transaction. Safe for concurrent use.
 */
final class Writer {
  /** How long somebody waits at least who needs to know how an operation ended. */
  private static final Duration ANSWER_DEADLINE = Duration.ofSeconds(2);

  private static final int BATCH = 512;
  private static final int MAX_OPERATIONS = 16_384;
  private static final long MAX_BYTES = 16L << 20;
  private static final Duration IDLE = Duration.ofMillis(250);
  private static final int QUIET_ROUNDS = 4;
  private static final Duration CHORES = Duration.ofMillis(400);
  private static final Duration DRAIN = Duration.ofSeconds(5);

  private final Connection connection;
  private final Statements statements;
  private final Transactions transactions;
  private final WriterHealth health = new WriterHealth(Ticker.system());
  private final WriteQueue queue = new WriteQueue(MAX_OPERATIONS, MAX_BYTES);
  private final Queue<Operation> deferred = new ConcurrentLinkedQueue<>();
  private final List<Runnable> chores = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile Duration budget;
  private boolean freed;
  private int quietRounds;
  private volatile long closeBy = Long.MAX_VALUE;

  /** Takes over the connection; {@link #start} begins the work. */
  Writer(Connection connection, Duration budget) {
    this.connection = connection;
    this.statements = new Statements(connection);
    this.transactions = new Transactions(statements, queue::isClosed);
    this.budget = budget;
    this.thread = new Thread(this::run, "api-buddy-sqlite-writer");
    thread.setDaemon(true);
    chores.add(this::retryDeferred);
    chores.add(this::shrink);
  }

  void start() {
    thread.start();
  }

  /** Has something short run on the writer's thread, more often than once a second. */
  void regularly(Runnable chore) {
    chores.add(chore);
  }

  /** Sets how long a caller may wait for room in the queue. */
  void budget(Duration value) {
    budget = value;
  }

  Duration budget() {
    return budget;
  }

  /**
   * Refuses what would likely fail too.
   *
   * @throws StoreException if an operation failed within the last second and none was kept since
   */
  void requireHealthy() {
    requireOpen();
    health.require();
  }

  /**
   * Refuses to go on after {@link #close}.
   *
   * @throws StoreException if it was called
   */
  void requireOpen() {
    if (queue.isClosed()) {
      throw new StoreException(Kind.CLOSED, "the store is closed");
    }
  }

  /**
   * Queues an operation.
   *
   * @throws StoreException if there is no room within the budget
   */
  void submit(Operation operation) {
    queue.reserve(operation.bytes(), budget);
    queue.add(operation);
  }

  /**
   * Takes room for an operation that {@link #addReserved} will queue.
   *
   * @throws StoreException if there is none within the budget
   */
  void reserve(long bytes) {
    queue.reserve(bytes, budget);
  }

  void cancelReservation(long bytes) {
    queue.cancel(bytes);
  }

  void addReserved(Operation operation) {
    queue.add(operation);
  }

  /** Queues a small operation whatever the queue holds; never waits. */
  void force(Operation operation) {
    queue.force(operation);
  }

  /**
   * Queues a small operation that failed once more, a little later; unless that would only meet the
   * same damage again.
   */
  void later(Operation operation, StoreException failure) {
    if (failure.kind() != Kind.CORRUPT) {
      deferred.add(operation);
    }
  }

  /** Is told on the writer's thread that pages have become free. */
  void freed() {
    freed = true;
  }

  /**
   * Runs a change in a transaction and waits until it is committed.
   *
   * @throws StoreException if it failed, or is not done within two seconds or the budget, whichever
   *     is longer, and goes on behind
   */
  <T> T call(Query<T> change, T nothingYet) {
    return call(change, nothingYet, () -> {});
  }

  /**
   * Runs a change in a transaction and waits until it is committed.
   *
   * @param afterwards is run on the writer's thread when it is, also if nobody waits any more
   */
  <T> T call(Query<T> change, T nothingYet, Runnable afterwards) {
    Answer<T> answer = new Answer<>(change, nothingYet, afterwards);
    submit(answer);
    Duration patience = budget;
    return answer.await(patience.compareTo(ANSWER_DEADLINE) < 0 ? ANSWER_DEADLINE : patience);
  }

  /**
   * Waits until what was queued before is committed, but no longer than the budget: a reader never
   * waits for a writer that is stuck.
   */
  void settle() {
    Answer<Boolean> marker = new Answer<>(unused -> true, false, () -> {});
    try {
      submit(marker);
      marker.await(budget);
    } catch (StoreException e) {
      if (e.kind() == Kind.CLOSED) {
        throw e;
      }
    }
  }

  /** Does what is queued, within a bounded time, and closes the connection. */
  void close() {
    closeBy = System.nanoTime() + DRAIN.toNanos();
    queue.close();
    try {
      thread.join(DRAIN.toMillis() * 2);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    long started = System.nanoTime();
    try {
      while (!queue.drained()) {
        execute(queue.take(BATCH, IDLE));
        if (System.nanoTime() - started >= CHORES.toNanos()) {
          started = System.nanoTime();
          chores.forEach(Runnable::run);
        }
      }
    } catch (InterruptedException e) {
      queue.close();
    } finally {
      shutDown();
    }
  }

  private void shrink() {
    if (freed) {
      freed = false;
      queue.force(new Shrinking(this));
    }
  }

  private void retryDeferred() {
    int count = deferred.size();
    for (int i = 0; i < count; i++) {
      Operation operation = deferred.poll();
      if (operation != null) {
        queue.force(operation);
      }
    }
  }

  private void execute(List<Operation> batch) {
    if (batch.isEmpty()) {
      carryOver();
      return;
    }
    quietRounds = 0;
    if (queue.isClosed() && System.nanoTime() - closeBy > 0) {
      StoreException late = new StoreException(Kind.CLOSED, "the store was closed");
      batch.forEach(operation -> operation.failed(late));
    } else {
      StoreException failure = transactions.execute(batch);
      if (failure != null || batch.stream().anyMatch(Operation::storesContent)) {
        health.note(failure);
      }
    }
    queue.release(batch);
  }

  /** Carries the log over when nothing was written for a while: it is safe then, and small. */
  private void carryOver() {
    if (++quietRounds == QUIET_ROUNDS) {
      try {
        statements.execute("PRAGMA wal_checkpoint(PASSIVE)");
      } catch (SQLException ignored) {
        statements.discard(); // it is carried over by a later one
      }
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
