package io.apibuddy.bootstrap.wiring;

import io.apibuddy.ports.store.local.PlatformThreads;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Creates the proxy's executors. Work that may block runs on virtual threads where the JDK has
 * them.
 */
public final class ProxyExecutors {
  private static final String NAME = "api-buddy-";

  private ProxyExecutors() {}

  /**
   * Returns an executor without a queue. With virtual threads (from Java 21 on) it has no limit;
   * before, it rejects a task while {@code maxThreads} others are running.
   */
  static ExecutorService create(int maxThreads) {
    try {
      return virtual();
    } catch (ReflectiveOperationException e) {
      return pool(maxThreads);
    }
  }

  /** Calls the API of Java 21 by reflection, because the code is compiled for Java 17. */
  private static ExecutorService virtual() throws ReflectiveOperationException {
    Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
    Class<?> builderType = Class.forName("java.lang.Thread$Builder");
    builder = builderType.getMethod("name", String.class, long.class).invoke(builder, NAME, 0L);
    ThreadFactory factory = (ThreadFactory) builderType.getMethod("factory").invoke(builder);
    Object executor =
        Executors.class
            .getMethod("newThreadPerTaskExecutor", ThreadFactory.class)
            .invoke(null, factory);
    if (executor == null) {
      throw new InvocationTargetException(null, "no executor");
    }
    return (ExecutorService) executor;
  }

  private static ExecutorService pool(int maxThreads) {
    AtomicLong number = new AtomicLong();
    return new ThreadPoolExecutor(
        0,
        maxThreads,
        30,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        task -> PlatformThreads.daemon(NAME + number.getAndIncrement(), task));
  }

  /**
   * Returns an executor of one thread with an unbounded queue, for tasks that must not wait for
   * other work.
   */
  static ExecutorService single(String purpose) {
    return Executors.newSingleThreadExecutor(task -> PlatformThreads.daemon(NAME + purpose, task));
  }

  /** Returns an executor of one thread for periodic tasks. */
  public static ScheduledExecutorService scheduled(String purpose) {
    return Executors.newSingleThreadScheduledExecutor(
        task -> PlatformThreads.daemon(NAME + purpose, task));
  }

  /** Interrupts the running tasks and waits for them, at most two seconds. */
  static void close(ExecutorService workers) {
    workers.shutdownNow();
    try {
      if (!workers.awaitTermination(2, TimeUnit.SECONDS)) {
        workers.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
