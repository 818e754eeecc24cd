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
    requireWaiting("something", () -> true);
  }

  /** Waits until the thread waits for something within a method of one of those names. */
  public void awaitWaitingIn(String... methods) {
    List<String> names = List.of(methods);
    requireWaiting(String.join(" or ", names), () -> isIn(names));
  }

  /** Waits until the work has ended or its thread waits within a method of that name. */
  public void awaitEndOrWaitingIn(String method) {
    reachesWaiting(method, () -> isIn(List.of(method)));
  }

  private boolean isIn(List<String> methods) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(frame -> methods.contains(frame.getMethodName()));
  }

  private void requireWaiting(String what, BooleanSupplier condition) {
    if (!reachesWaiting(what, condition)) {
      throw notWaiting(what);
    }
  }

  /** Returns whether the thread waits under a condition, false once the work has ended. */
  private boolean reachesWaiting(String what, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!(isWaiting() && condition.getAsBoolean())) {
      if (task.isDone()) {
        return false;
      }
      if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS)) {
        throw notWaiting(what);
      }
      Thread.onSpinWait();
    }
    return true;
  }

  private static AssertionError notWaiting(String what) {
    return new AssertionError("it does not wait for " + what);
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
