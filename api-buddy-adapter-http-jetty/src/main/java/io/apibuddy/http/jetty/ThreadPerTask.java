package io.apibuddy.http.jetty;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Creates executors for tasks that may block: on virtual threads where the JVM has them (21 and
 * later), else on pooled daemon threads.
 */
final class ThreadPerTask {

  private static final long KEEP_ALIVE_SECONDS = 10;

  private ThreadPerTask() {}

  /**
   * Returns an executor without a bound and without a queue; its callers limit the number of tasks.
   *
   * @param name the first part of pooled threads' names
   */
  static ExecutorService newExecutor(String name) {
    try {
      return (ExecutorService)
          MethodHandles.publicLookup()
              .findStatic(
                  Executors.class,
                  "newVirtualThreadPerTaskExecutor",
                  MethodType.methodType(ExecutorService.class))
              .invokeExact();
    } catch (Throwable beforeJava21) {
      AtomicInteger count = new AtomicInteger();
      return new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          KEEP_ALIVE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          work -> {
            Thread thread = new Thread(work, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
          });
    }
  }
}
