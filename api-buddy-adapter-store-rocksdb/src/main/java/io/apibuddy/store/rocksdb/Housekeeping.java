package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.local.PlatformThreads;
import io.apibuddy.ports.store.local.StoreNotices;
import io.apibuddy.ports.store.local.Uninterrupted;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Runs background tasks regularly, on a thread of its own. */
final class Housekeeping {
  private static final Duration PERIOD = Duration.ofMillis(200);
  private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(10);

  private final StoreNotices notices;
  private final Map<String, Runnable> tasks;
  private final CountDownLatch end = new CountDownLatch(1);
  private final Thread thread = PlatformThreads.daemon("api-buddy-rocksdb-housekeeping", this::run);

  /**
   * Prepares the thread.
   *
   * @param tasks the tasks in their order, by the names that they have in messages
   */
  Housekeeping(StoreNotices notices, Map<String, Runnable> tasks) {
    this.notices = notices;
    this.tasks = new LinkedHashMap<>(tasks);
  }

  void start() {
    thread.start();
  }

  /** Runs one task now, on the calling thread, and reports its failure. */
  void run(String name, Runnable task) {
    try {
      task.run();
    } catch (StoreException e) {
      notices.failed(name + " failed and will be retried", e);
    } catch (RuntimeException | Error e) { // an Error too: memory may be short for a moment
      notices.warn("store-bug", name + " failed: " + e);
    }
  }

  /** Ends the thread after the round in progress, with a bounded wait. */
  void close() {
    end.countDown();
    Uninterrupted.await(CLOSE_DEADLINE, nanos -> TimeUnit.NANOSECONDS.timedJoin(thread, nanos));
  }

  private void run() {
    try {
      while (!end.await(PERIOD.toNanos(), TimeUnit.NANOSECONDS)) {
        tasks.forEach(this::run);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
