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
 * Runs native calls where they pin no carrier: in place if the caller is a platform thread, else on
 * one of a few daemon threads that are made when first needed. Safe for concurrent use.
 */
public final class PlatformThreads {
  private static final int WAITING = 1024;
  private static final long IDLE_SECONDS = 30;
  private static final @Nullable MethodHandle IS_VIRTUAL = isVirtual();

  private final ThreadPoolExecutor executor;

  /**
   * Makes no thread yet.
   *
   * @param name what the threads' names begin with
   * @param most how many threads there are at most, 1 or more
   */
  public PlatformThreads(String name, int most) {
    AtomicInteger number = new AtomicInteger();
    executor =
        new ThreadPoolExecutor(
            most,
            most,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            task -> daemon(name + "-" + number.incrementAndGet(), task));
    executor.allowCoreThreadTimeOut(true);
  }

  /** Makes a platform thread that does not keep the process from ending; it is not started yet. */
  public static Thread daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Returns whether the calling thread is a virtual one; there are none before Java 21. */
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
   * @param deadline how long it may wait for a thread; a task that did not begin by then never runs
   * @throws StoreException BUSY if no thread was free in time, INTERRUPTED if the caller was
   *     interrupted before, CLOSED after {@link #close}; in all three cases nothing was done
   */
  public <T> T run(Supplier<T> task, Duration deadline) {
    if (!callerIsVirtual()) {
      return task.get();
    }
    HandedOver<T> handedOver = new HandedOver<>(task);
    try {
      executor.execute(handedOver);
    } catch (RejectedExecutionException e) {
      Kind kind = executor.isShutdown() ? Kind.CLOSED : Kind.BUSY;
      throw new StoreException(kind, "no thread of the store's is free", e);
    }
    return handedOver.await(deadline);
  }

  /** Refuses new tasks and waits, no longer than {@code patience}, for those that run. */
  public void close(Duration patience) {
    executor.shutdown();
    Uninterrupted.await(patience, nanos -> executor.awaitTermination(nanos, TimeUnit.NANOSECONDS));
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
