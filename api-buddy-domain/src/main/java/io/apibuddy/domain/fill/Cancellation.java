package io.apibuddy.domain.fill;

import io.apibuddy.ports.upstream.UpstreamCall;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Cancels a fetch from another thread: interrupts the thread that runs it, if there is one, and
 * ends the exchange with the upstream. Safe for concurrent use.
 */
final class Cancellation {
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Thread runner;
  private @Nullable UpstreamCall call;
  private @Nullable UpstreamResponse response;
  private boolean cancelled;

  /**
   * Records that the fetch runs on this thread from now on.
   *
   * @throws InterruptedException if the fetch was cancelled, here and below
   */
  void begin() throws InterruptedException {
    lock.lock();
    try {
      requireNotCancelled();
      runner = Thread.currentThread();
    } finally {
      lock.unlock();
    }
  }

  /** Records the call to cancel while no thread waits for its answer. */
  void hold(UpstreamCall begun) throws InterruptedException {
    lock.lock();
    try {
      requireNotCancelled();
      call = begun;
    } finally {
      lock.unlock();
    }
  }

  /** Records the response to close when the fetch is cancelled. */
  void hold(UpstreamResponse open) throws InterruptedException {
    lock.lock();
    try {
      requireNotCancelled();
      response = open;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Records that the fetch has left this thread. Clears an interrupt that came too late, so that it
   * does not hit the thread's next task.
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
   * Continues the fetch with {@code work} on a thread of {@code others}.
   *
   * @return false if there is no place for it: the fetch stays on this thread
   */
  boolean handOver(Executor others, Runnable work) throws InterruptedException {
    end();
    if (Handover.to(others, work)) {
      return true;
    }
    begin();
    return false;
  }

  /** Cancels the fetch. */
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

  /** Returns whether the fetch was cancelled. */
  boolean isCancelled() {
    lock.lock();
    try {
      return cancelled;
    } finally {
      lock.unlock();
    }
  }

  private void requireNotCancelled() throws InterruptedException {
    if (cancelled) {
      throw new InterruptedException("given up");
    }
  }
}
