package io.apibuddy.http.jetty;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.CyclicTimeout;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * By when something must have happened, one time after the other. Guarded by its owner's lock, but
 * for what is done when it comes: that is called without, perhaps after it was stopped or started
 * anew, and asks {@link #isOver}.
 */
final class Deadline extends CyclicTimeout {
  private final Runnable action;
  private boolean running;
  private long end; // by System.nanoTime

  Deadline(Scheduler scheduler, Runnable action) {
    super(scheduler);
    this.action = action;
  }

  void start(Duration patience) {
    running = true;
    end = System.nanoTime() + patience.toNanos();
    boolean unused = schedule(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  void stop() {
    if (running) {
      running = false;
      boolean unused = cancel();
    }
  }

  boolean isRunning() {
    return running;
  }

  /** Returns whether it has come; once. */
  boolean isOver() {
    boolean over = running && System.nanoTime() - end >= 0;
    running = running && !over;
    return over;
  }

  @Override
  public void onTimeoutExpired() {
    action.run();
  }
}
