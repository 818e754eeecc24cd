package io.apibuddy.ports.contract;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/** Starts virtual threads by reflection, since Java 17 lacks them. */
public final class VirtualThreads {
  private VirtualThreads() {}

  /**
   * Runs work on a new virtual thread.
   *
   * @throws IllegalStateException if this Java has no virtual threads
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
