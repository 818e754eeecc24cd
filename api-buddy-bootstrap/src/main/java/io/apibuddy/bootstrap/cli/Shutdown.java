package io.apibuddy.bootstrap.cli;

/** The trigger that ends a running command. */
@FunctionalInterface
interface Shutdown {

  /**
   * Waits for the trigger and for {@code closing}, which runs once, on any thread.
   *
   * @throws InterruptedException if the thread was interrupted; {@code closing} may not have run
   */
  void await(Runnable closing) throws InterruptedException;
}
