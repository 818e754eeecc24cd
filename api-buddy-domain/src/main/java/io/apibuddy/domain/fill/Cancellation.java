package io.apibuddy.domain.fill;

import io.apibuddy.ports.upstream.UpstreamCall;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Ends a fetch from elsewhere: interrupts the thread that makes it, if there is one, and lets go of
 * the exchange with the upstream, so that nothing of it goes on. Safe for concurrent use.
 */
final class Cancellation {
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Thread runner;
  private @Nullable UpstreamCall call;
  private @Nullable UpstreamResponse response;
  private boolean cancelled;

  /** Says that the fetch begins on this thread. */
  void begin() throws InterruptedException {
    lock.lock();
    try {
      requireWanted();
      runner = Thread.currentThread();
    } finally {
      lock.unlock();
    }
  }

  /** Says that no thread makes the fetch, and how it is given up while there is no answer. */
  void hold(UpstreamCall begun) throws InterruptedException {
    lock.lock();
    try {
      requireWanted();
      call = begun;
    } finally {
      lock.unlock();
    }
  }

  /** Says that there is an answer, to be closed if it is given up. */
  void hold(UpstreamResponse open) throws InterruptedException {
    lock.lock();
    try {
      requireWanted();
      response = open;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Says that the fetch has ended: an interruption that came too late must not hit what follows.
   */
  void end() {
    lock.lock();
    try {
      runner = null;
      if (cancelled) {
        Thread.interrupted();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Has one of {@code others} go on with the fetch by {@code work}.
   *
   * @return false if there is no place: this thread goes on with it
   */
  boolean passOn(Executor others, Runnable work) throws InterruptedException {
    end();
    if (Handover.to(others, work)) {
      return true;
    }
    begin();
    return false;
  }

  /** Gives the fetch up. */
  void cancel() {
    UpstreamResponse open;
    UpstreamCall begun;
    lock.lock();
    try {
      cancelled = true;
      open = response;
      begun = call;
      if (runner != null) {
        runner.interrupt();
      }
    } finally {
      lock.unlock();
    }
    if (begun != null) {
      begun.cancel();
    }
    if (open != null) {
      open.close();
    }
  }

  /** Returns whether the fetch was given up. */
  boolean isCancelled() {
    lock.lock();
    try {
      return cancelled;
    } finally {
      lock.unlock();
    }
  }

  private void requireWanted() throws InterruptedException {
    if (cancelled) {
      throw new InterruptedException("given up");
    }
  }
}
