package io.apibuddy.bootstrap.log;

import io.apibuddy.ports.event.CacheHit;
import io.apibuddy.ports.event.CacheMiss;
import io.apibuddy.ports.event.ExchangeCompleted;
import io.apibuddy.ports.event.ExchangeListener;
import io.apibuddy.ports.event.Notice;
import io.apibuddy.ports.event.Throttled;
import io.apibuddy.ports.event.UpstreamFailed;
import java.util.Set;

/**
 * Passes some events on.
 *
 * @param events the names of those, as {@code callbacks} has them
 * @param listener who is told
 */
public record SelectedEvents(Set<String> events, ExchangeListener listener)
    implements ExchangeListener {

  /** Copies the names. */
  public SelectedEvents {
    events = Set.copyOf(events);
  }

  @Override
  public boolean wantsHits() {
    return (events.contains("on_cache_hit") || events.contains("on_exchange_completed"))
        && listener.wantsHits();
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
