package io.apibuddy.http.jetty;

import java.io.Closeable;

/**
 * An action for another thread that runs even if its thread pool stops first: when Jetty's pool
 * stops, it closes the queued tasks that can be closed, and warns that others are lost.
 */
record ShutdownSafeTask(Runnable action) implements Runnable, Closeable {

  @Override
  public void run() {
    action.run();
  }

  @Override
  public void close() {
    action.run();
  }
}
