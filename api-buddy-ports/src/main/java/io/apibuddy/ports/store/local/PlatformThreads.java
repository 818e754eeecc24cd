package io.apibuddy.ports.store.local;

import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs native calls on platform threads, where they pin no carrier: on the calling thread if it is
 * a platform thread, otherwise on one of a few daemon threads, created when first needed. Safe for
 * concurrent use.
 */
public final class PlatformThreads {
  private static final int QUEUE_CAPACITY = 1024;
  private static final long IDLE_SECONDS = 30;
  private static final @Nullable MethodHandle IS_VIRTUAL = isVirtual();

  private final ThreadPoolExecutor executor;

  /**
   * Creates an executor without threads yet.
   *
   * @param name the prefix of the threads' names
   * @param maxThreads the maximum number of threads, 1 or more
   */
  public PlatformThreads(String name, int maxThreads) {
    AtomicInteger number = new AtomicInteger();
    executor =
        new ThreadPoolExecutor(
            maxThreads,
            maxThreads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE_CAPACITY),
            task -> daemon(name + "-" + number.incrementAndGet(), task));
    executor.allowCoreThreadTimeOut(true);
  }

  /** Creates a daemon platform thread, which is not started yet. */
  public static Thread daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Returns whether the calling thread is virtual; always false before Java 21. */
  public static boolean callerIsVirtual() {
    if (IS_VIRTUAL == null) {
      return false;
    }
    try {
      return (boolean) IS_VIRTUAL.invokeExact(Thread.currentThread());
    } catch (Throwable e) {
      throw new IllegalStateException("Thread.isVirtual failed", e);
    }
  }

  /**
   * Runs a task and throws what it throws.
   *
   * @param deadline how long the task may wait for a thread; a task that has not begun by then
   *     never runs
   * @throws StoreException BUSY if no thread was free in time, INTERRUPTED if the caller was
   *     interrupted before the task began, CLOSED after {@link #close}; in all three cases nothing
   *     was done
   */
  public <T> T run(Supplier<T> task, Duration deadline) {
    if (!callerIsVirtual()) {
      return task.get();
    }
    Handoff<T> handoff = new Handoff<>(task);
    try {
      executor.execute(handoff);
    } catch (RejectedExecutionException e) {
      Kind kind = executor.isShutdown() ? Kind.CLOSED : Kind.BUSY;
      throw new StoreException(kind, "no thread of the store's is free", e);
    }
    return handoff.await(deadline);
  }

  /** Refuses new tasks and waits for the running ones, for {@code timeout} at most. */
  public void close(Duration timeout) {
    executor.shutdown();
    Uninterrupted.await(timeout, nanos -> executor.awaitTermination(nanos, TimeUnit.NANOSECONDS));
  }

  private static @Nullable MethodHandle isVirtual() {
    try {
      return MethodHandles.publicLookup()
          .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
    } catch (NoSuchMethodException | IllegalAccessException beforeJava21) {
      return null;
    }
  }
}
