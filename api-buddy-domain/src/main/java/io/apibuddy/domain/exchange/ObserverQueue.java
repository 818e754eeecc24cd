package io.apibuddy.domain.exchange;

import io.apibuddy.ports.event.ExchangeListener;
import io.apibuddy.ports.event.Notice;
import io.apibuddy.ports.spi.Notices;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Tells a listener what happened, one event after the other, on a thread of the executor: no
 * exchange waits for it or hears of its failures. Past the bound events are lost. Safe for
 * concurrent use; posting takes no lock.
 */
final class ObserverQueue implements Notices, AutoCloseable {

  private static final int MOST_WAITING = 16_384;
  private static final long CLOSING_SECONDS = 2;

  /**
   * How long the thread that told everything waits for more, in nanoseconds: under load one
   * hand-over to it serves many exchanges, instead of costing each what a hit costs.
   */
  private static final long LINGER = 5_000_000;

  private final ExchangeListener listener;
  private final Executor executor;
  private final Queue<Consumer<ExchangeListener>> events = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicBoolean draining = new AtomicBoolean();
  private final ReentrantLock telling = new ReentrantLock();

  /** Set by what the listener throws when it is asked for hits, which counts as a no. */
  private volatile boolean unaskable;

  ObserverQueue(ExchangeListener listener, Executor executor) {
    this.listener = listener;
    this.executor = executor;
  }

  /** Returns whether anybody listens. */
  boolean isObserved() {
    return listener != ExchangeListener.NONE;
  }

  /** Returns whether anybody wants to be told of fresh answers from the store. */
  boolean wantsHits() {
    if (!isObserved() || unaskable) {
      return false;
    }
    try {
      return listener.wantsHits();
    } catch (Throwable e) { // not every language checks exceptions
      unaskable = true;
      report(
          new Notice(
              Notice.Level.WARNING,
              Notice.Source.SERVER,
              "listener-failed",
              "The listener "
                  + listener.getClass().getName()
                  + " failed when asked whether it wants hits, so it is notified of none: "
                  + e));
      return false;
    }
  }

  void post(Consumer<ExchangeListener> event) {
    if (!isObserved() || waiting.get() >= MOST_WAITING) {
      return;
    }
    waiting.incrementAndGet();
    events.add(event);
    if (draining.compareAndSet(false, true)) {
      try {
        executor.execute(this::drain);
      } catch (RejectedExecutionException e) {
        draining.set(false); // the next event, or closing, tries again
      }
    }
  }

  @Override
  public void report(Notice notice) {
    post(to -> to.onNotice(notice));
  }

  /** Tells what is still waiting, on the calling thread, unless the listener is stuck. */
  @Override
  public void close() {
    try {
      if (telling.tryLock(CLOSING_SECONDS, TimeUnit.SECONDS)) {
        try {
          deliver();
        } finally {
          telling.unlock();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void drain() {
    do {
      try {
        telling.lock();
        try {
          deliver();
        } finally {
          telling.unlock();
        }
        LockSupport.parkNanos(LINGER);
      } finally {
        draining.set(false);
      }
    } while (!events.isEmpty() && draining.compareAndSet(false, true));
  }

  private void deliver() {
    Consumer<ExchangeListener> event;
    while ((event = events.poll()) != null) {
      waiting.decrementAndGet();
      try {
        event.accept(listener);
      } catch (Throwable ignored) {
        // A listener's failure is its own; the next event is told all the same.
      }
    }
  }
}
