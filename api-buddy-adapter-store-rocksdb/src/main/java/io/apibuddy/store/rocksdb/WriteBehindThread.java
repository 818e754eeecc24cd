package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.local.PlatformThreads;
import io.apibuddy.ports.store.local.Uninterrupted;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A thread for work for which no caller waits. It starts a little later, so that more can be done
 * at once. Safe for concurrent use.
 */
final class WriteBehindThread {
  /** How long to wait for more work. */
  private static final Duration LINGER = Duration.ofMillis(5);

  /** How long to wait after work has failed. */
  private static final Duration PAUSE = Duration.ofMillis(10);

  /** How long failed work is tried again at closing. */
  private static final Duration LAST_RUN_TIMEOUT = Duration.ofSeconds(1);

  private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(5);

  private final BooleanSupplier hasWork;
  private final Runnable work;
  private final Thread thread = PlatformThreads.daemon("api-buddy-rocksdb-writer", this::run);
  private volatile Runnable afterwards = () -> {};
  private volatile boolean signalled;
  private volatile boolean idle;
  private volatile boolean closing;

  /**
   * Prepares the thread.
   *
   * @param hasWork tells whether there is work
   * @param work does some of the work
   */
  WriteBehindThread(BooleanSupplier hasWork, Runnable work) {
    this.hasWork = hasWork;
    this.work = work;
  }

  /** Starts the thread; {@code task}, which must not fail, runs after work and after signals. */
  void start(Runnable task) {
    afterwards = task;
    thread.start();
  }

  /** Signals that there may be work; never blocks. */
  void signal() {
    signalled = true;
    if (idle) {
      LockSupport.unpark(thread);
    }
  }

  /** Does the remaining work, within a bounded time, and ends the thread. */
  void close() {
    closing = true;
    LockSupport.unpark(thread);
    Uninterrupted.await(CLOSE_DEADLINE, nanos -> TimeUnit.NANOSECONDS.timedJoin(thread, nanos));
  }

  private void run() {
    boolean done = true;
    while (!closing) {
      awaitSignal();
      rest(done ? LINGER : PAUSE);
      signalled = false;
      done = tryWork();
      if (!done) {
        signalled = true;
      }
    }
    long end = System.nanoTime() + LAST_RUN_TIMEOUT.toNanos();
    while (!tryWork() && System.nanoTime() - end < 0) { // work that is left then is given up
      LockSupport.parkNanos(this, PAUSE.toNanos());
    }
  }

  private void awaitSignal() {
    idle = true; // set before the check: signal() reads it afterwards
    while (!signalled && !closing) {
      LockSupport.park(this);
    }
    idle = false;
  }

  private void rest(Duration pause) {
    long end = System.nanoTime() + pause.toNanos();
    for (long left = pause.toNanos(); left > 0 && !closing; left = end - System.nanoTime()) {
      LockSupport.parkNanos(this, left);
    }
  }

  private boolean tryWork() {
    try {
      while (hasWork.getAsBoolean()) {
        work.run();
        afterwards.run();
      }
      afterwards.run();
      return true;
    } catch (RuntimeException | Error e) {
      return false; // the store is being reopened, the engine holds up writers, memory is short
    }
  }
}
