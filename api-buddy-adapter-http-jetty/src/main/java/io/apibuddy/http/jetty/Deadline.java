package io.apibuddy.http.jetty;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.CyclicTimeout;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * A timer for one deadline after the other. Its methods require its owner's lock. Its action runs
 * without that lock, perhaps after the timer was stopped or started again, and so must check {@link
 * #isOver} with the lock held.
 */
final class Deadline extends CyclicTimeout {
  private final Runnable action;
  private boolean running;
  private long end; // by System.nanoTime

  Deadline(Scheduler scheduler, Runnable action) {
    super(scheduler);
    this.action = action;
  }

  void start(Duration timeout) {
    running = true;
    end = System.nanoTime() + timeout.toNanos();
    boolean unused = schedule(timeout.toNanos(), TimeUnit.NANOSECONDS);
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

  /** Returns whether the deadline has passed: true at most once for each start. */
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
