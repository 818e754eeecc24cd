package io.apibuddy.bootstrap.log;

import io.apibuddy.ports.event.CacheHit;
import io.apibuddy.ports.event.CacheMiss;
import io.apibuddy.ports.event.ExchangeCompleted;
import io.apibuddy.ports.event.ExchangeListener;
import io.apibuddy.ports.event.Notice;
import io.apibuddy.ports.event.Throttled;
import io.apibuddy.ports.event.UpstreamFailed;
import io.apibuddy.ports.time.Ticker;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;

/**
 * Passes each event to every member, one event after the other whatever thread it comes on. A
 * member that throws is reported and keeps nothing from the others.
 */
public final class ListenerGroup implements ExchangeListener {
  private final ReentrantLock turn = new ReentrantLock();
  private final List<ExchangeListener> members;
  private final Logger logger;
  private final RecentNotices recent; // guarded by turn

  /** Passes events to {@code members} in that order, repeated notices once a minute. */
  public ListenerGroup(List<ExchangeListener> members, Logger logger, Ticker ticker) {
    this.members = List.copyOf(members);
    this.logger = logger;
    this.recent = new RecentNotices(ticker);
  }

  @Override
  public void onCacheHit(CacheHit event) {
    each(member -> member.onCacheHit(event));
  }

  @Override
  public void onCacheMiss(CacheMiss event) {
    each(member -> member.onCacheMiss(event));
  }

  @Override
  public void onThrottled(Throttled event) {
    each(member -> member.onThrottled(event));
  }

  @Override
  public void onUpstreamError(UpstreamFailed event) {
    each(member -> member.onUpstreamError(event));
  }

  @Override
  public void onExchangeCompleted(ExchangeCompleted event) {
    each(member -> member.onExchangeCompleted(event));
  }

  @Override
  public void onNotice(Notice event) {
    turn.lock();
    try {
      if (!recent.isRepetition(event)) {
        each(member -> member.onNotice(event));
      }
    } finally {
      turn.unlock();
    }
  }

  private void each(Consumer<ExchangeListener> delivery) {
    turn.lock();
    try {
      for (ExchangeListener member : members) {
        try {
          delivery.accept(member);
        } catch (RuntimeException e) {
          logger.warn("a listener failed: {}", member.getClass().getName(), e);
        }
      }
    } finally {
      turn.unlock();
    }
  }
}
