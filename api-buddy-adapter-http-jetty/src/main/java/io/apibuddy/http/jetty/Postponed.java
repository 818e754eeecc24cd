package io.apibuddy.http.jetty;

import java.io.Closeable;

/**
 * What is to be done by another thread, and by the one that stops the others if these have not
 * begun: Jetty's pool closes what it has not run by then, or warns that it is lost.
 */
record Postponed(Runnable action) implements Runnable, Closeable {

  @Override
  public void run() {
    action.run();
  }

  @Override
  public void close() {
    action.run();
  }
}
