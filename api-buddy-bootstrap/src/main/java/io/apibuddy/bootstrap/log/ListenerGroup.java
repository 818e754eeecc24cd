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
 * Passes each event to all listeners. Events are passed one at a time, whichever threads they come
 * on. The proxy's own listeners are called directly; each external listener has a queue and a
 * thread. Safe for concurrent use.
 */
public final class ListenerGroup extends ForwardingListener implements AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock();
  private final List<ExchangeListener> own;
  private final Logger logger;
  private final Ticker ticker;

  /** Limits repeated notices: an adapter and the core may both report a full disk. */
  private final Sampling repeatedNotices; // guarded by lock

  private final List<QueuedListener> given;
  private volatile List<QueuedListener> configured = List.of();

  /**
   * Passes events to all listeners, and repeated warnings and errors only once a minute.
   *
   * @param own the proxy's own listeners, which do not block
   * @param listeners external listeners, which may block or throw
   * @param logger where failures of external listeners are logged
   * @param ticker the clock that measures the minute
   */
  public ListenerGroup(
      List<ExchangeListener> own, List<ExchangeListener> listeners, Logger logger, Ticker ticker) {
    this.own = List.copyOf(own);
    this.logger = logger;
    this.ticker = ticker;
    this.repeatedNotices = new Sampling(1, ticker);
    this.given = queued(listeners);
  }

  /** Replaces the listeners that the configuration names, and closes the former ones. */
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
    lock.lock();
    try {
      if (event.level() == Notice.Level.INFO || repeatedNotices.admits(kind(event))) {
        super.onNotice(event);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns what notices have in common that count as repeated. Warnings about upstreams and the
   * configuration are each about one mapping or host, and their senders do not repeat them soon.
   */
  private static String kind(Notice event) {
    String kind = event.source() + " " + event.code();
    boolean hasSubject =
        event.level() == Notice.Level.WARNING
            && (event.source() == Notice.Source.UPSTREAM
                || event.source() == Notice.Source.CONFIGURATION);
    return hasSubject ? kind + " " + event.message() : kind;
  }

  /**
   * Delivers waiting events to the external listeners, within two seconds each (four if a queue is
   * full), and ends their threads.
   */
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
  void pass(EventKind event, Consumer<ExchangeListener> delivery) {
    lock.lock();
    try {
      given.forEach(delivery);
      configured.forEach(delivery);
      own.forEach(delivery);
    } finally {
      lock.unlock();
    }
  }
}
