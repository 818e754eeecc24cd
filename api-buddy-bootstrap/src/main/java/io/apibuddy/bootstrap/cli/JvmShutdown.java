package io.apibuddy.bootstrap.cli;

import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** Shutdown when the JVM ends, which SIGINT, SIGTERM and SIGHUP bring about. */
final class JvmShutdown implements Shutdown {
  private final Consumer<Thread> hooks;

  /**
   * Creates a trigger.
   *
   * @param hooks takes a thread that the JVM starts when it ends
   */
  JvmShutdown(Consumer<Thread> hooks) {
    this.hooks = hooks;
  }

  @Override
  public void await(Runnable closing) throws InterruptedException {
    CountDownLatch closed = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              try {
                closing.run();
              } finally {
                closed.countDown();
              }
            },
            "api-buddy-shutdown");
    try {
      hooks.accept(hook);
    } catch (IllegalStateException endingAlready) { // the signal came during the start
      closing.run();
      return;
    }
    closed.await();
  }
}
