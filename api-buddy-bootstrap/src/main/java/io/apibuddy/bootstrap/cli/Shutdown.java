package io.apibuddy.bootstrap.cli;

/** Knows when a running command is to end. */
@FunctionalInterface
interface Shutdown {

  /**
   * Waits for the end and has {@code closing} run once, on whatever thread.
   *
   * @throws InterruptedException if the thread was interrupted; {@code closing} may not have run
   */
  void await(Runnable closing) throws InterruptedException;
}
