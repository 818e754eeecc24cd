package io.apibuddy.store.sqlite;

import io.apibuddy.ports.memory.HeapShare;
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
 * Queues operations for the one thread that changes the database. They run in the order in which
 * they were queued, apart from {@link #forceFirst}. Safe for concurrent use.
 */
final class Writer {
  /** How long a caller at least waits for the outcome of an operation that it needs. */
  private static final Duration OUTCOME_DEADLINE = Duration.ofSeconds(2);

  private static final int MAX_OPERATIONS = 16_384;
  private static final long MAX_BYTES = HeapShare.of(16 << 20);

  /** Room for an entry's fields and request, and for other writes meanwhile, in bytes. */
  private static final long BESIDE_CONTENT = 1L << 20;

  /**
   * How long entries wait to be written together: a transaction writes each page of an index once,
   * however much it adds to it. Entries can be read meanwhile.
   */
  private static final Duration LINGER = Duration.ofMillis(5);

  private static final Duration DRAIN = Duration.ofSeconds(5);

  private final WriteHealth health = new WriteHealth(Ticker.system());
  private final WriteQueue queue = new WriteQueue(MAX_OPERATIONS, MAX_BYTES, LINGER);
  private final Totals totals = new Totals();
  private final RetryQueue retries = new RetryQueue();
  private final WriterLoop loop;
  private final Thread thread;
  private volatile Duration budget;
  private boolean freed; // confined to the writer's thread

  /** Takes over the connection; {@link #start} starts the thread. */
  Writer(Connection connection, Duration budget) {
    this.loop = new WriterLoop(connection, queue, health, totals);
    this.budget = budget;
    this.thread = PlatformThreads.daemon("api-buddy-sqlite-writer", loop);
    loop.addPeriodicTask(() -> retries.retry(queue));
    loop.beforeClose(this::retry);
    loop.addPeriodicTask(this::shrink);
  }

  void start() {
    thread.start();
  }

  /** Registers a short task that runs on the writer's thread more often than once a second. */
  void addPeriodicTask(Runnable task) {
    loop.addPeriodicTask(task);
  }

  /** Returns the totals of the table, for operations. */
  Totals totals() {
    return totals;
  }

  /** Sets how long a caller may wait for room in the queue. */
  void budget(Duration value) {
    budget = value;
  }

  /**
   * Refuses a write that would probably fail too.
   *
   * @throws StoreException if a write failed within the last second and none has succeeded since
   */
  void requireHealthy() {
    requireOpen();
    health.require();
  }

  /**
   * Returns whether an entry with {@code length} bytes of content could be written now without
   * waiting for room. Takes no lock.
   */
  boolean acceptsAtOnce(long length) {
    // Small content counts twice: in its stored form, and in its plain form for readers.
    return health.isHealthy() && length <= (queue.freeBytes() - BESIDE_CONTENT) / 2;
  }

  /**
   * Checks that {@link #close} was not called.
   *
   * @throws StoreException if it was
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
   * Reserves room for an operation that {@link #addReserved} will queue.
   *
   * @throws StoreException if there is no room in time
   */
  void reserve(long bytes, Duration timeout) {
    queue.reserve(bytes, timeout);
  }

  void cancelReservation(long bytes) {
    queue.cancel(bytes);
  }

  void addReserved(Operation operation) {
    queue.add(operation);
  }

  /** Queues a small operation even if the queue is full; never waits. */
  void force(Operation operation) {
    queue.force(operation);
  }

  /** Queues a small operation ahead of all others, even if the queue is full; never waits. */
  void forceFirst(Operation operation) {
    queue.forceFirst(operation);
  }

  /** Retries a small failed operation a little later; returns false if that would not help. */
  boolean retryLater(Operation operation, StoreException failure) {
    return retries.add(operation, failure);
  }

  /** Reports, on the writer's thread, that pages have become free. */
  void freed() {
    freed = true;
  }

  /**
   * Runs a change in a transaction and waits until it is committed.
   *
   * @throws StoreException if it failed, or did not finish within two seconds or the budget,
   *     whichever is longer; it then goes on in the background
   */
  <T> T call(Query<T> change, T placeholder) {
    return call(change, placeholder, () -> {});
  }

  /**
   * Runs a change in a transaction and waits until it is committed.
   *
   * @param onCommit runs on the writer's thread after the commit, even if the caller no longer
   *     waits
   */
  <T> T call(Query<T> change, T placeholder, Runnable onCommit) {
    return call(new AwaitedOperation<>(change, placeholder, onCommit), outcomeDeadline());
  }

  /**
   * Runs a query after all operations queued before.
   *
   * @throws StoreException if it failed, or did not finish within the budget
   */
  <T> T ask(Query<T> question, T placeholder) {
    return call(new AwaitedOperation<>(question, placeholder, () -> {}), budget);
  }

  private <T> T call(AwaitedOperation<T> operation, Duration deadline) {
    submit(operation);
    return operation.await(deadline);
  }

  /** Returns how long a caller waits for the outcome of an operation that it needs. */
  Duration outcomeDeadline() {
    return Extremes.max(budget, OUTCOME_DEADLINE);
  }

  /**
   * Waits until everything queued before is committed, but no longer than the budget: a reader
   * never waits for a writer that is stuck.
   */
  void settle() {
    AwaitedOperation<Boolean> marker = new AwaitedOperation<>(unused -> true, false, () -> {});
    try {
      submit(marker);
      marker.await(budget);
    } catch (StoreException e) {
      if (e.kind() == Kind.CLOSED) {
        throw e;
      }
    }
  }

  /** Completes the queued operations within a bounded time and closes the connection. */
  void close() {
    loop.closeWithin(DRAIN);
    Uninterrupted.await(
        DRAIN.multipliedBy(2), nanos -> TimeUnit.NANOSECONDS.timedJoin(thread, nanos));
  }

  private void retry() {
    loop.retry(retries.drain());
    retries.drain().forEach(Operation::lost);
  }

  private void shrink() {
    if (freed) {
      freed = false;
      queue.force(new IncrementalVacuum(this));
    }
  }
}
