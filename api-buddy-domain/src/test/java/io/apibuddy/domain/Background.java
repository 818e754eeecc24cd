package io.apibuddy.domain;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Work on a thread of its own, waited for with a deadline. */
public final class Background<T> {
  private static final long DEADLINE_SECONDS = 30;

  private final FutureTask<T> task;
  private final Thread thread;

  private Background(Callable<T> work) {
    task = new FutureTask<>(work);
    thread = new Thread(task, "background");
    thread.setDaemon(true);
    thread.start();
  }

  /** Starts some work. */
  public static <T> Background<T> start(Callable<T> work) {
    return new Background<>(work);
  }

  /** Returns the result, or throws what the work threw. */
  public T get() throws Exception {
    try {
      return task.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Waits until the thread waits for something. */
  public void awaitWaiting() {
    await("something", () -> true);
  }

  /** Waits until the thread waits for something within a method of one of those names. */
  public void awaitWaitingIn(String... methods) {
    List<String> names = List.of(methods);
    await(
        String.join(" or ", names),
        () ->
            Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> names.contains(frame.getMethodName())));
  }

  /** Waits until the work has ended or needs a lock that another thread holds. */
  public void awaitEndOrLock() {
    while (!task.isDone() && thread.getState() != Thread.State.BLOCKED) {
      Thread.onSpinWait();
    }
  }

  private void await(String what, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!(isWaiting() && condition.getAsBoolean())) {
      if (task.isDone() || System.nanoTime() - start > TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS)) {
        throw new AssertionError("it does not wait for " + what);
      }
      Thread.onSpinWait();
    }
  }

  private boolean isWaiting() {
    Thread.State state = thread.getState();
    return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
  }

  /** Interrupts the thread. */
  public void interrupt() {
    thread.interrupt();
  }
}
