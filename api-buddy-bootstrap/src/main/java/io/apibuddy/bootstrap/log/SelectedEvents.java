package io.apibuddy.bootstrap.log;

import io.apibuddy.ports.event.CacheHit;
import io.apibuddy.ports.event.CacheMiss;
import io.apibuddy.ports.event.ExchangeCompleted;
import io.apibuddy.ports.event.ExchangeListener;
import io.apibuddy.ports.event.Notice;
import io.apibuddy.ports.event.Throttled;
import io.apibuddy.ports.event.UpstreamFailed;
import java.util.Set;

/** Passes some events on. */
public final class SelectedEvents implements ExchangeListener {
  private final Set<String> events;
  private final ExchangeListener listener;

  /** Worked out once: every hit asks. */
  private final boolean hits;

  /**
   * Passes them to {@code listener}.
   *
   * @param events their names, as {@code callbacks} has them
   */
  public SelectedEvents(Set<String> events, ExchangeListener listener) {
    this.events = Set.copyOf(events);
    this.listener = listener;
    this.hits = events.contains("on_cache_hit") || events.contains("on_exchange_completed");
  }

  @Override
  public boolean wantsHits() {
    return hits && listener.wantsHits();
  }

  @Override
  public void onCacheHit(CacheHit event) {
    if (events.contains("on_cache_hit")) {
      listener.onCacheHit(event);
    }
  }

  @Override
  public void onCacheMiss(CacheMiss event) {
    if (events.contains("on_cache_miss")) {
      listener.onCacheMiss(event);
    }
  }

  @Override
  public void onThrottled(Throttled event) {
    if (events.contains("on_throttled")) {
      listener.onThrottled(event);
    }
  }

  @Override
  public void onUpstreamError(UpstreamFailed event) {
    if (events.contains("on_upstream_error")) {
      listener.onUpstreamError(event);
    }
  }

  @Override
  public void onExchangeCompleted(ExchangeCompleted event) {
    if (events.contains("on_exchange_completed")) {
      listener.onExchangeCompleted(event);
    }
  }

  @Override
  public void onNotice(Notice event) {
    if (events.contains("on_notice")) {
      listener.onNotice(event);
    }
  }
}
