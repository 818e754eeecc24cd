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
 * Tells a listener that somebody else wrote, on a thread of its own: one that is slow loses events
 * past a bound, one that throws is named in the log, and neither costs others anything.
 */
public final class QueuedListener extends ForwardingListener implements AutoCloseable {
  private static final int MOST_WAITING = 4_096;
  private static final long CLOSING_MILLIS = 2_000;
  private final BlockingQueue<Consumer<ExchangeListener>> events =
      new LinkedBlockingQueue<>(MOST_WAITING);
  private final ExchangeListener listener;
  private final Logger logger;
  private final Sampling failures;
  private final Thread thread;

  /** Set by what it throws when it is asked for hits, which counts as a no from then on. */
  private volatile boolean unaskable;

  /** Whether it was stuck when this was closed; what it threw then may have been the interrupt. */
  private volatile boolean givenUp;

  /** What comes last. */
  private final Consumer<ExchangeListener> end =
      new Consumer<>() {
        @Override
        public void accept(ExchangeListener nobody) {}
      };

  /** Begins to tell {@code listener}. */
  public QueuedListener(ExchangeListener listener, Logger logger, Ticker ticker) {
    this.listener = listener;
    this.logger = logger;
    this.failures = new Sampling(1, ticker);
    this.thread = PlatformThreads.daemon("api-buddy-listener", this::tell);
    thread.start();
  }

  @Override
  public boolean wantsHits() {
    if (unaskable) {
      return false;
    }
    try {
      return listener.wantsHits();
    } catch (Throwable e) { // not every language checks exceptions
      unaskable = true;
      logger.warn(
          "a listener failed when asked whether it wants hits, so it is notified of none: {}",
          name(listener),
          e);
      return false;
    }
  }

  /** Tells what is waiting, within two seconds; after its present call if that ends it itself. */
  @Override
  public void close() {
    if (Thread.currentThread() == thread) {
      while (!events.offer(end)) {
        events.poll();
      }
      return;
    }
    try {
      if (!events.offer(end, CLOSING_MILLIS, TimeUnit.MILLISECONDS)) {
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
  @SuppressWarnings("ReturnValueIgnored") // an event that finds no room is lost
  void pass(Event event, Consumer<ExchangeListener> delivery) {
    events.offer(delivery);
  }

  private void tell() {
    try {
      Consumer<ExchangeListener> event;
      while (!givenUp && (event = events.take()) != end) {
        tell(event);
      }
    } catch (InterruptedException e) {
      // Closed while the listener was stuck: the thread ends here.
      Thread.currentThread().interrupt();
    }
  }

  private void tell(Consumer<ExchangeListener> event) {
    try {
      event.accept(listener);
    } catch (Throwable e) {
      if (failures.admits("")) {
        logger.warn("a listener failed: {}", name(listener), e);
      }
    }
  }

  private static String name(ExchangeListener listener) {
    return listener instanceof EventFunction<?> named
        ? named.functionName()
        : listener.getClass().getName();
  }
}
