package io.apibuddy.bootstrap.log;

import io.apibuddy.ports.event.CacheHit;
import io.apibuddy.ports.event.CacheMiss;
import io.apibuddy.ports.event.ExchangeCompleted;
import io.apibuddy.ports.event.ExchangeListener;
import io.apibuddy.ports.event.Notice;
import io.apibuddy.ports.event.Throttled;
import io.apibuddy.ports.event.UpstreamFailed;
import java.util.function.Consumer;

/** A listener that handles every event through one method. */
abstract class ForwardingListener implements ExchangeListener {

  /**
   * Passes an event on.
   *
   * @param event the kind of the event
   * @param delivery calls the method of a listener that receives the event
   */
  abstract void pass(EventKind event, Consumer<ExchangeListener> delivery);

  @Override
  public final void onCacheHit(CacheHit event) {
    pass(EventKind.ON_CACHE_HIT, listener -> listener.onCacheHit(event));
  }

  @Override
  public final void onCacheMiss(CacheMiss event) {
    pass(EventKind.ON_CACHE_MISS, listener -> listener.onCacheMiss(event));
  }

  @Override
  public final void onThrottled(Throttled event) {
    pass(EventKind.ON_THROTTLED, listener -> listener.onThrottled(event));
  }

  @Override
  public final void onUpstreamError(UpstreamFailed event) {
    pass(EventKind.ON_UPSTREAM_ERROR, listener -> listener.onUpstreamError(event));
  }

  @Override
  public final void onExchangeCompleted(ExchangeCompleted event) {
    pass(EventKind.ON_EXCHANGE_COMPLETED, listener -> listener.onExchangeCompleted(event));
  }

  @Override
  public void onNotice(Notice event) {
    pass(EventKind.ON_NOTICE, listener -> listener.onNotice(event));
  }
}
