package io.apibuddy.ports.store.local;

import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A task that is handed over to another thread. Either that thread begins it or the caller gives it
 * up, never both.
 */
final class Handoff<T> implements Runnable {
  /** How long a task may run once it has begun, in addition to the time that it may wait. */
  private static final Duration RUN_LIMIT = Duration.ofSeconds(10);

  private final Supplier<T> task;
  private final AtomicBoolean claimed = new AtomicBoolean();
  private final CompletableFuture<T> result = new CompletableFuture<>();

  Handoff(Supplier<T> task) {
    this.task = task;
  }

  @Override
  public void run() {
    if (claimed.compareAndSet(false, true)) {
      try {
        result.complete(task.get());
      } catch (Throwable e) {
        result.completeExceptionally(e);
      }
    }
  }

  /**
   * Waits for the result and throws what the task threw. Once the task has begun, even an
   * interrupted caller waits for it, because it must know the outcome.
   *
   * @param deadline how long the task may wait to begin
   */
  T await(Duration deadline) {
    try {
      return result.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return awaitIfBegun(StoreException.busy(deadline, e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return awaitIfBegun(
          new StoreException(Kind.INTERRUPTED, "interrupted before the store began", e));
    } catch (ExecutionException e) {
      throw rethrown(e.getCause());
    }
  }

  private T awaitIfBegun(StoreException givenUp) {
    if (claimed.compareAndSet(false, true)) {
      throw givenUp;
    }
    try {
      return result.orTimeout(RUN_LIMIT.toNanos(), TimeUnit.NANOSECONDS).join();
    } catch (CompletionException e) {
      throw rethrown(e.getCause());
    }
  }

  private static RuntimeException rethrown(@Nullable Throwable cause) {
    if (cause instanceof StoreException failure) {
      return failure.rethrowable();
    }
    if (cause instanceof TimeoutException) {
      return StoreException.busy(RUN_LIMIT, cause);
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException bug ? bug : new IllegalStateException(cause);
  }
}
