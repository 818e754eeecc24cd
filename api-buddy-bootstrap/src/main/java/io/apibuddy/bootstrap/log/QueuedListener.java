package io.apibuddy.bootstrap.log;

import io.apibuddy.ports.event.ExchangeListener;
import io.apibuddy.ports.store.local.PlatformThreads;
import io.apibuddy.ports.time.Ticker;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;

/**
 * Calls an external listener on a thread of its own, through a bounded queue. A slow listener loses
 * the events that do not fit, and one that throws is named in the log. Neither delays anybody else.
 * Safe for concurrent use.
 */
public final class QueuedListener extends ForwardingListener implements AutoCloseable {
  private static final int CAPACITY = 4_096;
  private static final long CLOSING_MILLIS = 2_000;
  private final BlockingQueue<Consumer<ExchangeListener>> events =
      new LinkedBlockingQueue<>(CAPACITY);
  private final ExchangeListener listener;
  private final Logger logger;
  private final Sampling failures;
  private final Thread thread;

  /** Whether the listener threw when asked whether it wants hits; the answer is no from then on. */
  private volatile boolean wantsHitsFailed;

  /**
   * Set when closing waits no longer; ends the thread even if the listener swallows the interrupt.
   */
  private volatile boolean givenUp;

  /** The last element of the queue: ends the thread. */
  private final Consumer<ExchangeListener> endMarker =
      new Consumer<>() {
        @Override
        public void accept(ExchangeListener ignored) {}
      };

  /**
   * Starts the thread that calls {@code listener}.
   *
   * @param logger where failures of the listener are logged, at most one a minute
   * @param ticker the clock that measures the minute
   */
  public QueuedListener(ExchangeListener listener, Logger logger, Ticker ticker) {
    this.listener = listener;
    this.logger = logger;
    this.failures = new Sampling(1, ticker);
    this.thread = PlatformThreads.daemon("api-buddy-listener", this::deliver);
    thread.start();
  }

  @Override
  public boolean wantsHits() {
    if (wantsHitsFailed) {
      return false;
    }
    try {
      return listener.wantsHits();
    } catch (Throwable e) { // not every language checks exceptions
      wantsHitsFailed = true;
      logger.warn(
          "a listener failed when asked whether it wants hits, and is not asked again: {}",
          name(listener),
          e);
      return false;
    }
  }

  /**
   * Delivers waiting events, within two seconds (four if the queue is full), and ends the thread.
   * If the listener itself calls this, the thread ends after the present call.
   */
  @Override
  public void close() {
    if (Thread.currentThread() == thread) {
      while (!events.offer(endMarker)) {
        events.poll();
      }
      return;
    }
    try {
      if (!events.offer(endMarker, CLOSING_MILLIS, TimeUnit.MILLISECONDS)) {
        giveUp();
      }
      thread.join(CLOSING_MILLIS);
      giveUp();
    } catch (InterruptedException e) {
      giveUp();
      Thread.currentThread().interrupt();
    }
  }

  private void giveUp() {
    givenUp = true;
    thread.interrupt();
  }

  @Override
  @SuppressWarnings("ReturnValueIgnored") // an event that does not fit is lost
  void pass(EventKind event, Consumer<ExchangeListener> delivery) {
    events.offer(delivery);
  }

  private void deliver() {
    try {
      Consumer<ExchangeListener> event;
      while (!givenUp && (event = events.take()) != endMarker) {
        deliver(event);
      }
    } catch (InterruptedException e) {
      // Closed while the listener was stuck: the thread ends here.
      Thread.currentThread().interrupt();
    }
  }

  private void deliver(Consumer<ExchangeListener> event) {
    try {
      event.accept(listener);
    } catch (Throwable e) {
      if (failures.admits("")) {
        logger.warn("a listener failed: {}", name(listener), e);
      }
    }
  }

  /** Returns the name of the class that an embedder or the configuration gave. */
  private static String name(ExchangeListener listener) {
    Object given = listener;
    if (listener instanceof FunctionListener<?> wrapper) {
      given = wrapper.function();
    } else if (listener instanceof SelectedEvents wrapper) {
      given = wrapper.listener();
    }
    return given.getClass().getName();
  }
}
