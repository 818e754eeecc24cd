package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;
import io.apibuddy.ports.store.local.PlatformThreads;
import io.apibuddy.ports.store.local.Uninterrupted;
import io.apibuddy.ports.time.Extremes;
import io.apibuddy.ports.time.Ticker;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The way to the one thread that changes the database: operations are done in the order they were
 * queued. Safe for concurrent use.
 */
final class Writer {
  /** How long somebody waits at least who needs to know how an operation ended. */
  private static final Duration ANSWER_DEADLINE = Duration.ofSeconds(2);

  private static final int MAX_OPERATIONS = 16_384;
  private static final long MAX_BYTES = 16L << 20;

  /** Room for an entry's fields and request, in bytes, and for what others write meanwhile. */
  private static final long BESIDE_CONTENT = 1L << 20;

  /**
   * How long entries wait for others to be written with: a transaction writes each page of an index
   * once, whatever it adds to it. They can be read meanwhile.
   */
  private static final Duration LINGER = Duration.ofMillis(10);

  private static final Duration DRAIN = Duration.ofSeconds(5);

  private final WriteHealth health = new WriteHealth(Ticker.system());
  private final WriteQueue queue = new WriteQueue(MAX_OPERATIONS, MAX_BYTES, LINGER);
  private final Totals totals = new Totals();
  private final Deferred deferred = new Deferred();
  private final WriterLoop loop;
  private final Thread thread;
  private volatile Duration budget;
  private boolean freed; // used on the writer's thread only

  /** Takes over the connection; {@link #start} begins the work. */
  Writer(Connection connection, Duration budget) {
    this.loop = new WriterLoop(connection, queue, health, totals);
    this.budget = budget;
    this.thread = PlatformThreads.daemon("api-buddy-sqlite-writer", loop);
    loop.regularly(() -> deferred.retry(queue));
    loop.atLast(this::repeat);
    loop.regularly(this::shrink);
  }

  void start() {
    thread.start();
  }

  /** Has something short run on the writer's thread, more often than once a second. */
  void regularly(Runnable chore) {
    loop.regularly(chore);
  }

  /** Returns what the table holds, for operations. */
  Totals totals() {
    return totals;
  }

  /** Sets how long a caller may wait for room in the queue. */
  void budget(Duration value) {
    budget = value;
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
   * Returns whether an entry of that many bytes of content could be written now without a wait for
   * room. Takes no lock.
   */
  boolean acceptsAtOnce(long length) {
    // Content that is small counts twice, as it is kept and as it is read meanwhile.
    return health.isGood() && length <= (queue.freeBytes() - BESIDE_CONTENT) / 2;
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

  /** Returns how long a caller may wait for room in the queue. */
  Duration budget() {
    return budget;
  }

  /**
   * Takes room for an operation that {@link #addReserved} will queue.
   *
   * @throws StoreException if there is none within the patience
   */
  void reserve(long bytes, Duration patience) {
    queue.reserve(bytes, patience);
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
   * Queues a small operation that failed once more, a little later, if that may help; returns
   * whether it may.
   */
  boolean later(Operation operation, StoreException failure) {
    return deferred.add(operation, failure);
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
    return call(new Answer<>(change, nothingYet, afterwards), answerDeadline());
  }

  /**
   * Asks something behind all that was queued before.
   *
   * @throws StoreException if it failed, or is not answered within the budget
   */
  <T> T ask(Query<T> question, T nothingYet) {
    return call(new Answer<>(question, nothingYet, () -> {}), budget);
  }

  private <T> T call(Answer<T> answer, Duration deadline) {
    submit(answer);
    return answer.await(deadline);
  }

  /** Returns how long somebody waits who needs to know how an operation ended. */
  private Duration answerDeadline() {
    return Extremes.max(budget, ANSWER_DEADLINE);
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
    loop.endIn(DRAIN);
    Uninterrupted.await(
        DRAIN.multipliedBy(2), nanos -> TimeUnit.NANOSECONDS.timedJoin(thread, nanos));
  }

  private void repeat() {
    loop.repeat(deferred.drain());
    deferred.drain().forEach(Operation::lost);
  }

  private void shrink() {
    if (freed) {
      freed = false;
      queue.force(new Shrinking(this));
    }
  }
}
