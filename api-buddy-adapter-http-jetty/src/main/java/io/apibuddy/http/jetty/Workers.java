package io.apibuddy.http.jetty;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The threads on which exchanges may block: a virtual one for each exchange where the JVM has them
 * (21 and later), else pooled ones. There is no queue: beyond the limit work is turned away.
 */
final class Workers {

  private final Semaphore places;
  private final ExecutorService threads;

  Workers(int limit) {
    this.places = new Semaphore(limit);
    this.threads = ThreadPerTask.newExecutor("api-buddy-worker");
  }

  /**
   * Runs {@code work} on a thread of its own.
   *
   * @return false if all places are taken or the front end is closed; {@code work} does not run
   */
  boolean tryExecute(Runnable work) {
    if (!places.tryAcquire()) {
      return false;
    }
    try {
      threads.execute(
          () -> {
            try {
              work.run();
            } finally {
              places.release();
            }
          });
      return true;
    } catch (RejectedExecutionException | OutOfMemoryError e) { // closed, or no thread for it
      places.release();
      return false;
    }
  }

  /** Interrupts what still runs, takes no more and waits for the threads to end. */
  void close(Duration patience) {
    threads.shutdownNow();
    boolean interrupted = false;
    try {
      threads.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
