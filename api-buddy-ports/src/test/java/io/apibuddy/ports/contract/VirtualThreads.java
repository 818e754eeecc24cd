package io.apibuddy.ports.contract;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/** Virtual threads, which Java 17 lacks. */
public final class VirtualThreads {
  private VirtualThreads() {}

  /**
   * Starts work on one.
   *
   * @throws IllegalStateException if this Java has none
   */
  public static <T> FutureTask<T> start(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    try {
      Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
    return task;
  }
}
