package io.apibuddy.bootstrap.cli;

import java.util.concurrent.CountDownLatch;

/** Shutdown by SIGINT, SIGTERM or SIGHUP; the signal determines the process's exit code. */
final class JvmShutdown implements Shutdown {

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
    Runtime.getRuntime().addShutdownHook(hook);
    closed.await();
  }
}
