package io.apibuddy.http.jetty;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The threads on which exchanges may block: a virtual one for each exchange where the JVM has them
 * (21 and later), else pooled ones. There is no queue: beyond the limit work is turned away.
 */
final class Workers {

  /** What somebody who runs may block in; given back once. For one thread at a time. */
  final class Place {
    private boolean left;

    private Place() {}

    /** Gives it back: what is still to be done does not block. */
    void leave() {
      if (!left) {
        left = true;
        places.release();
      }
    }
  }

  private final Semaphore places;
  private final ExecutorService threads;

  Workers(int limit) {
    this.places = new Semaphore(limit);
    this.threads = ThreadPerTask.newExecutor("api-buddy-worker");
  }

  /**
   * Runs {@code work} on a thread of its own, which leaves its place at the latest when it ends; it
   * should before a client can know that its exchange is over, and send the next request.
   *
   * @return false if all places are taken or the front end is closed; {@code work} does not run
   */
  boolean tryExecute(Consumer<Place> work) {
    if (!places.tryAcquire()) {
      return false;
    }
    Place place = new Place();
    try {
      threads.execute(
          () -> {
            try {
              work.accept(place);
            } finally {
              place.leave();
            }
          });
      return true;
    } catch (RejectedExecutionException | OutOfMemoryError e) { // closed, or no thread for it
      place.leave();
      return false;
    }
  }

  /** Interrupts what still runs, takes no more and waits for the threads to end. */
  void close(Duration patience) {
    threads.shutdownNow();
    try {
      threads.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
