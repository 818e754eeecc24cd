package io.apibuddy.ports.store.local;

import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** A task on its way to another thread: either that thread begins it or the caller gives it up. */
final class HandedOver<T> implements Runnable {
  /** How long a task that has begun may take, beyond the time it may wait. */
  private static final Duration RUNNING = Duration.ofSeconds(10);

  private final Supplier<T> task;
  private final AtomicBoolean claimed = new AtomicBoolean();
  private final CompletableFuture<T> result = new CompletableFuture<>();

  HandedOver(Supplier<T> task) {
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
   * Waits for the result and throws what the task threw.
   *
   * @param deadline how long the task may wait to begin
   */
  T await(Duration deadline) {
    try {
      try {
        return result.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        if (claimed.compareAndSet(false, true)) {
          throw new StoreException(Kind.BUSY, "the store did not begin in " + deadline, e);
        }
        return result.get(RUNNING.toNanos(), TimeUnit.NANOSECONDS);
      }
    } catch (TimeoutException e) {
      throw new StoreException(Kind.BUSY, "the store did not answer in " + RUNNING, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(Kind.BUSY, "interrupted while waiting for the store", e);
    } catch (ExecutionException e) {
      throw rethrown(e);
    }
  }

  private static RuntimeException rethrown(ExecutionException e) {
    Throwable cause = e.getCause();
    if (cause instanceof StoreException failure) {
      return new StoreException(failure.kind(), String.valueOf(failure.getMessage()), failure);
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException bug ? bug : new IllegalStateException(e);
  }
}
