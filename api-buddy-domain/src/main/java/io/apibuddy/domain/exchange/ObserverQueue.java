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
 * Delivers events to a listener one at a time on a thread of the executor, so that no exchange
 * waits for the listener or sees its exceptions. Events beyond the queue's bound are dropped. Safe
 * for concurrent use; posting takes no lock.
 */
final class ObserverQueue implements Notices, AutoCloseable {

  private static final int MAX_WAITING = 16_384;
  private static final long CLOSE_TIMEOUT_SECONDS = 2;

  /**
   * How long the delivering thread waits for more once the queue is empty, in nanoseconds. Under
   * load one task then serves many exchanges, which would otherwise each pay for a task as much as
   * for a hit.
   */
  private static final long LINGER_NANOS = 5_000_000;

  private final ExchangeListener listener;
  private final Executor executor;
  private final Queue<Consumer<ExchangeListener>> events = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicBoolean draining = new AtomicBoolean();
  private final ReentrantLock delivery = new ReentrantLock();

  /** Whether the listener threw when it was asked for hits, which counts as no. */
  private volatile boolean wantsHitsFailed;

  ObserverQueue(ExchangeListener listener, Executor executor) {
    this.listener = listener;
    this.executor = executor;
  }

  /** Returns whether there is a listener. */
  boolean isObserved() {
    return listener != ExchangeListener.NONE;
  }

  /** Returns whether the listener wants events of fresh answers from the store. */
  boolean wantsHits() {
    if (!isObserved() || wantsHitsFailed) {
      return false;
    }
    try {
      return listener.wantsHits();
    } catch (Throwable e) { // undeclared checked ones too, as Kotlin allows
      wantsHitsFailed = true;
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
    if (!isObserved() || waiting.get() >= MAX_WAITING) {
      return;
    }
    waiting.incrementAndGet();
    events.add(event);
    if (draining.compareAndSet(false, true)) {
      try {
        executor.execute(this::drain);
      } catch (RejectedExecutionException e) {
        draining.set(false); // the next event, or close(), tries again
      }
    }
  }

  @Override
  public void report(Notice notice) {
    post(to -> to.onNotice(notice));
  }

  /** Delivers the events left, on the calling thread, unless the listener is stuck. */
  @Override
  public void close() {
    try {
      if (delivery.tryLock(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        try {
          deliver();
        } finally {
          delivery.unlock();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void drain() {
    do {
      try {
        delivery.lock();
        try {
          deliver();
        } finally {
          delivery.unlock();
        }
        LockSupport.parkNanos(LINGER_NANOS);
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
        // The next event is delivered nevertheless.
      }
    }
  }
}
