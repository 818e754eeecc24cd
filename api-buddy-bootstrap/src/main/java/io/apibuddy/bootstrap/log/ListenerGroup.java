package io.apibuddy.bootstrap.log;

import io.apibuddy.ports.event.ExchangeListener;
import io.apibuddy.ports.event.Notice;
import io.apibuddy.ports.time.Ticker;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;

/**
 * Passes each event to every member, one event after the other whatever thread it comes on. The
 * proxy's own are told here; listeners that somebody else wrote have a queue and a thread each.
 */
public final class ListenerGroup extends ForwardingListener implements AutoCloseable {
  private final ReentrantLock turn = new ReentrantLock();
  private final List<ExchangeListener> own;
  private final Logger logger;
  private final Ticker ticker;

  /** An adapter and the core may both notice a full disk. */
  private final Sampling troubles; // guarded by turn

  private final List<QueuedListener> given;
  private volatile List<QueuedListener> configured = List.of();

  /**
   * Passes events to all of them, repeated notices once a minute.
   *
   * @param own the proxy's own, which do not block
   */
  public ListenerGroup(
      List<ExchangeListener> own, List<ExchangeListener> listeners, Logger logger, Ticker ticker) {
    this.own = List.copyOf(own);
    this.logger = logger;
    this.ticker = ticker;
    this.troubles = new Sampling(1, ticker);
    this.given = queued(listeners);
  }

  /** Replaces the listeners that the configuration names. */
  public void configured(List<ExchangeListener> listeners) {
    List<QueuedListener> before = configured;
    configured = queued(listeners);
    before.forEach(QueuedListener::close);
  }

  @Override
  public boolean wantsHits() {
    return anyWantsHits(own) || anyWantsHits(given) || anyWantsHits(configured);
  }

  private static boolean anyWantsHits(List<? extends ExchangeListener> members) {
    for (ExchangeListener member : members) {
      if (member.wantsHits()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void onNotice(Notice event) {
    turn.lock();
    try {
      if (event.level() == Notice.Level.INFO
          || troubles.admits(event.source() + " " + event.code())) {
        super.onNotice(event);
      }
    } finally {
      turn.unlock();
    }
  }

  /** Tells listeners what is waiting, within two seconds each, and ends their threads. */
  @Override
  public void close() {
    Stream.concat(given.stream(), configured.stream()).forEach(QueuedListener::close);
  }

  private List<QueuedListener> queued(List<ExchangeListener> listeners) {
    return listeners.stream()
        .map(listener -> new QueuedListener(listener, logger, ticker))
        .toList();
  }

  @Override
  void pass(Event event, Consumer<ExchangeListener> delivery) {
    turn.lock();
    try {
      given.forEach(delivery);
      configured.forEach(delivery);
      own.forEach(delivery);
    } finally {
      turn.unlock();
    }
  }
}
