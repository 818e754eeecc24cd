package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.local.PlatformThreads;
import io.apibuddy.ports.store.local.Uninterrupted;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Does, on a thread of its own, what nobody waits for: a little later, so that much is done at a
 * time. Safe for concurrent use.
 */
final class WriteBehind {
  /** How long work is left for more to come. */
  private static final Duration LINGER = Duration.ofMillis(5);

  /** How long work rests that could not be done. */
  private static final Duration PAUSE = Duration.ofMillis(10);

  /** How long it is tried again when everything ends. */
  private static final Duration LAST_PATIENCE = Duration.ofSeconds(1);

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
   * @param hasWork whether there is something to do
   * @param work does some of it
   */
  WriteBehind(BooleanSupplier hasWork, Runnable work) {
    this.hasWork = hasWork;
    this.work = work;
  }

  /** Begins; {@code chore}, which does not fail, follows each piece of work, others' too. */
  void start(Runnable chore) {
    afterwards = chore;
    thread.start();
  }

  /** Says that there is something to do; never blocks. */
  void signal() {
    signalled = true;
    if (idle) {
      LockSupport.unpark(thread);
    }
  }

  /** Does what there is, within a bounded time, and ends. */
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
    long end = System.nanoTime() + LAST_PATIENCE.toNanos();
    while (!tryWork() && System.nanoTime() - end < 0) { // what is left then is given up
      LockSupport.parkNanos(this, PAUSE.toNanos());
    }
  }

  private void awaitSignal() {
    idle = true; // before looking: whoever signals looks at this afterwards
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
