package io.apibuddy.http.jetty;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A bounded executor for exchanges that may block: on a virtual thread for each exchange where the
 * JVM has them (21 and later), else on pooled threads. There is no queue: work beyond the limit is
 * rejected.
 */
final class Workers {

  /** A permit to block, which a running task returns once. Not safe for concurrent use. */
  final class Permit {
    private boolean released;

    private Permit() {}

    /** Returns the permit. The rest of the task must not block. Further calls have no effect. */
    void release() {
      if (!released) {
        released = true;
        permits.release();
      }
    }
  }

  private final Semaphore permits;
  private final ExecutorService threads;

  Workers(int limit) {
    this.permits = new Semaphore(limit);
    this.threads = ThreadPerTask.newExecutor("api-buddy-worker");
  }

  /**
   * Runs {@code work} on a thread of its own. The permit is returned when {@code work} ends, at the
   * latest. {@code work} should return it before the client can know that its exchange is over and
   * send the next request, which may need a permit, too.
   *
   * @return false, without running {@code work}, if all permits are taken or the front end is
   *     closed
   */
  boolean tryExecute(Consumer<Permit> work) {
    if (!permits.tryAcquire()) {
      return false;
    }
    Permit permit = new Permit();
    try {
      threads.execute(
          () -> {
            try {
              work.accept(permit);
            } finally {
              permit.release();
            }
          });
      return true;
    } catch (RejectedExecutionException | OutOfMemoryError e) { // closed, or no new thread
      permit.release();
      return false;
    }
  }

  /**
   * Rejects further work, interrupts running tasks, and waits up to {@code timeout} for their
   * threads to end.
   */
  void close(Duration timeout) {
    threads.shutdownNow();
    try {
      threads.awaitTermination(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
